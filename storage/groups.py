"""Many changes in one commit: on SQLite the disk is waited for once for all who wait.

A savepoint each: what one of them cannot do leaves the others alone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from storage.errors import StorageUnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database

_T = TypeVar("_T")

log = structlog.get_logger()

#: How many share a commit at most, so that the first is not kept waiting by the last.
_TOGETHER = 64


class _Job(Generic[_T]):
    """One change on its way."""

    def __init__(
        self, work: Callable[[AsyncConnection], Awaitable[_T]], then: Callable[[_T], None]
    ) -> None:
        self._work = work
        self._then = then
        self._problem: Exception | None = None
        self._result: _T
        self.done: asyncio.Future[_T] = asyncio.get_running_loop().create_future()

    async def run(self, connection: AsyncConnection) -> None:
        """Do the work within a savepoint; a problem of its own undoes it alone."""
        try:
            async with connection.begin_nested():
                self._result = await self._work(connection)
        except (IntegrityError, DataError):
            self._problem = StorageUnavailableError()
        except (SQLAlchemyError, OSError):
            # The database itself: none of the group is kept.
            raise
        except Exception as problem:  # noqa: BLE001 (it is raised where the change was asked for)
            self._problem = problem

    def settle(self) -> None:
        """It is on the disk: tell whoever waits."""
        if self._problem is not None:
            self.fail(self._problem)
            return
        self._then(self._result)
        if not self.done.done():
            self.done.set_result(self._result)

    def fail(self, problem: Exception) -> None:
        """Tell whoever waits that it was not kept."""
        if not self.done.done():
            self.done.set_exception(problem)


class Groups:
    """The one writer of a database; on PostgreSQL each change commits for itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Job[Any]] = []
        self._writer: asyncio.Task[None] | None = None
        self._alone: set[asyncio.Task[None]] = set()

    async def run(
        self,
        work: Callable[[AsyncConnection], Awaitable[_T]],
        then: Callable[[_T], None] = lambda _: None,
    ) -> _T:
        """Do the work in a transaction; return what it returned, once that is committed.

        `then` is called right after the commit, also when nobody waits any more.

        Raises:
            StorageUnavailableError: nothing was changed.
        """
        job = _Job(work, then)
        if self._database.shares_commits:
            self._waiting.append(job)
            if self._writer is None or self._writer.done():
                self._writer = asyncio.create_task(self._write())
        else:
            # A task of its own: a caller who goes away must not tear a commit apart.
            task = asyncio.create_task(self._commit([job]))
            self._alone.add(task)
            task.add_done_callback(self._alone.discard)
        return await job.done

    async def _write(self) -> None:
        while self._waiting:
            group = self._waiting[:_TOGETHER]
            del self._waiting[:_TOGETHER]
            await self._commit(group)

    async def _commit(self, group: Sequence[_Job[Any]]) -> None:
        kept = False
        try:
            async with self._database.writing() as connection:
                for job in group:
                    await job.run(connection)
            kept = True
        except StorageUnavailableError:
            # Each who waits is told so, below.
            pass
        except Exception as problem:  # noqa: BLE001 (the writer must go on for those who wait)
            # Without its traceback, which could quote what was being written.
            log.error("A group of changes was not kept.", kind=type(problem).__name__)  # noqa: TRY400
        finally:
            for job in group:
                if kept:
                    job.settle()
                else:
                    job.fail(StorageUnavailableError())

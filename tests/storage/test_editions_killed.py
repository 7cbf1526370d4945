"""A process killed while it publishes: one edition is live, never none and never two."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storage.database import Database, sqlite_address
from storage.editions.drafts import SqlDrafts
from storage.editions.records import State, digest_of
from storage.editions.store import SqlEditions

if TYPE_CHECKING:
    from pathlib import Path

# Changes a draft, publishes it, and every third time withdraws it again; each act is printed
# once it is kept.
WRITER = """
import asyncio, sys
from pathlib import Path
from storage.database import Database, sqlite_address
from tests.contract.studios import ADA, BEA, FLOW, NOON, studio_in
from storage.editions.records import What

async def write(file):
    async with Database(sqlite_address(file)) as database:
        studio = studio_in(database)
        live = await studio.begun(words="0")
        draft = await studio.drafts().open("x", ADA, live.number, NOON)
        for number in range(2, 10**6):
            draft = await studio.drafts().change(
                draft.id, draft.version, {FLOW: str(number)}, what=What("x"), who=ADA, now=NOON
            )
            print("draft", draft.version, flush=True)
            await studio.published(str(number))
            print("live", number, flush=True)
            if number % 3 == 0:
                back = await studio.editions().withdraw(number, BEA, NOON)
                print("live", back.number, flush=True)

asyncio.run(write(Path(sys.argv[1])))
"""


def told_until_killed(file: Path, acts: int) -> list[tuple[str, int]]:
    """Let another process do so many acts, kill it, return what it had told."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        # The last line may have been cut off by the kill.
        if line.endswith("\n"):
            what, number = line.split()
            told.append((what, int(number)))
        if len(told) == acts:
            process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return told


@pytest.mark.parametrize("acts", [1, 2, 21, 22, 40, 61])
async def test_p6_killed_while_publishing_one_is_live(tmp_path: Path, acts: int) -> None:
    """What was told is kept; the live edition is the told one or the next, whole either way."""
    told = told_until_killed(tmp_path / "x.db", acts)
    async with Database(sqlite_address(tmp_path / "x.db")) as database:
        editions, drafts = SqlEditions(database), SqlDrafts(database)
        live = [each for each in await editions.all() if each.state is State.LIVE]
        files = await editions.files(live[0].number)
        (draft,) = await drafts.all()
        changed = await drafts.changed(draft.id)
        steps = await drafts.history(draft.id)

    last = [number for what, number in told if what == "live"][-1:] or [1]
    newest = max((number for what, number in told if what == "live"), default=1)
    assert len(told) >= acts
    assert 1 == len(live)
    assert live[0].number in {*last, newest + 1, *_before(newest)}
    assert digest_of(files) == live[0].digest
    assert [version for what, version in told if what == "draft"][-1] <= draft.version
    # Text, version and history are of one moment.
    assert {"flows/near.yaml": str(draft.version)} == changed
    assert draft.version - 1 == len(steps)


def _before(number: int) -> list[int]:
    """What a withdrawal of it leads to."""
    return [number - 1] if number % 3 == 0 else []

"""How a database of an earlier version becomes one of this version, and an empty one complete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from storage.errors import DatabaseFromLaterError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

#: The newest of `versions`.
NEWEST: Final = "0003"
#: What a database made before there were migrations is counted as.
_BEFORE: Final = "0001"
#: Any number, as long as all replicas use the same.
_LOCK: Final = 7_301_522


def migrate(connection: Connection) -> None:
    """Bring the database to this version, within the transaction that is open.

    Raises:
        DatabaseFromLaterError: a later version of the program has used it.
    """
    if connection.dialect.name == "postgresql":
        # Replicas that start together: one migrates, the others find it done.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    known = inspect(connection)
    current = None
    if known.has_table("alembic_version"):
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        current = found.scalar_one_or_none()
    if current != NEWEST:
        _bring(connection, is_before=current is None and known.has_table("ledger"))


def _bring(connection: Connection, *, is_before: bool) -> None:
    # Only now: it takes a tenth of the memory of the whole service, for as long as that runs.
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = _config(connection)
    try:
        if is_before:
            command.stamp(config, _BEFORE)
        command.upgrade(config, "head")
    except CommandError as exc:
        raise DatabaseFromLaterError from exc


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 (see above)

    # No file: what is needed is known here, and a percent sign in a path means nothing.
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

"""How a database of an earlier version becomes one of this version, and an empty one complete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import inspect, text

from storage.errors import DatabaseFromLaterError

if TYPE_CHECKING:
    from sqlalchemy import Connection

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
    config = _config(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == ScriptDirectory.from_config(config).get_current_head():
        return
    try:
        if current is None and inspect(connection).has_table("ledger"):
            command.stamp(config, _BEFORE)
        command.upgrade(config, "head")
    except CommandError as exc:
        raise DatabaseFromLaterError from exc


def _config(connection: Connection) -> Config:
    # No file: what is needed is known here, and a percent sign in a path means nothing.
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

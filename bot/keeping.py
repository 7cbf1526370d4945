"""What a running service keeps of handoffs and of those who answer, opened over one database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.bureau import Bureau, database_address, recovery_keys
from storage.bell import LocalBell
from storage.handoffs.store import SqlHandoffs
from storage.staff.audit_rows import SqlAudit
from storage.staff.desks import KeptDesks
from storage.staff.node_key_rows import SqlNodeKeys
from storage.staff.rows import SqlStaff
from storage.staff.shifts import SqlShifts

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.settings import Settings
    from routing.ports import Bell, Desks
    from storage.database import Database
    from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where handoffs lie, which desks there are, and what rings when they change."""

    handoffs: SqlHandoffs
    desks: Desks
    bell: Bell
    bureau: Bureau


async def keep(
    parts: AsyncExitStack, settings: Settings, database: Database, vault: Vault
) -> Keeping:
    """Put it together over an open database; the bell closes with `parts`.

    Raises:
        RecoveryKeysError: with a sentence for the keeper.
    """
    bell: Bell = LocalBell()
    address = database_address(settings)
    if address.startswith("postgresql"):
        from storage.bell_postgresql import SharedBell  # noqa: PLC0415 (its driver, only here)

        # Whoever is answered by another replica must hear it, too.
        bell = await parts.enter_async_context(SharedBell(address, vault))
    handoffs = SqlHandoffs(database, vault, bell)
    bureau = Bureau(
        SqlStaff(database),
        SqlShifts(database),
        SqlNodeKeys(database, recovery_keys(settings)),
        SqlAudit(database, _now),
    )
    desks = KeptDesks(bureau.keys, bureau.shifts, handoffs, _now)
    return Keeping(handoffs, desks, bell, bureau)


def _now() -> datetime:
    return datetime.now(UTC)

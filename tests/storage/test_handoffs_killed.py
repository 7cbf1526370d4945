"""A process killed while it keeps what she writes: what it said was kept, is."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from routing.handoff import Ending
from storage import envelopes
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.handoffs.keys import unwrap_for
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SEED = b"\x05" * 32

# Opens a handoff, writes in it, takes it back, and begins the next, eight side by side; each act
# is printed once it is kept.
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from routing import desk
from storage.bell import LocalBell
from storage.database import Database, sqlite_address
from storage.envelopes import Pair
from storage.handoffs.store import SqlHandoffs
from storage.keyring import Keyring
from storage.vault import Vault
from tests.routing.handoffs import NOW, a_handoff

async def live(handoffs, first):
    for number in range(first, 10**6, 8):
        card = a_handoff(number)
        await handoffs.open(card, {"one": Pair(b"\\5" * 32).public})
        print(number, "opened", flush=True)
        for line in range(3):
            act = lambda card: desk.wrote(card, f"parola {line}", f"web|{line}", NOW)
            await handoffs.change(card.id, act)
            print(number, "wrote", flush=True)
        await handoffs.change(card.id, lambda card: desk.withdraw(card, NOW))
        print(number, "withdrew", flush=True)

async def write(folder):
    vault = Vault(Keyring.open(folder / "keys", datetime(2026, 3, 14, 12, tzinfo=UTC)))
    async with Database(sqlite_address(folder / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault, LocalBell())
        await asyncio.gather(*(live(handoffs, first) for first in range(1, 9)))

asyncio.run(write(Path(sys.argv[1])))
"""


def kept_until_killed(folder: Path, acts: int) -> dict[int, list[str]]:
    """Let another process keep so many acts, kill it, return what it had told by handoff."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told: dict[int, list[str]] = {}
    for count, line in enumerate(process.stdout):
        # The last line may have been cut off by the kill.
        if line.endswith("\n"):
            number, what = line.split()
            told.setdefault(int(number), []).append(what)
        if count == acts:
            process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return told


@pytest.mark.parametrize("acts", [17, 120])
async def test_p6_kill_loses_nothing_that_was_kept(tmp_path: Path, acts: int) -> None:
    """Each line told as kept opens; what was taken back has no key and no line; none is half."""
    told = kept_until_killed(tmp_path, acts)
    vault = Vault(Keyring.open(tmp_path / "keys", NOON))
    async with Database(sqlite_address(tmp_path / "data" / "x.db")) as database:
        handoffs = SqlHandoffs(database, vault, LocalBell())
        cards = {int.from_bytes(card.id, "big"): card for card in await handoffs.all()}
        for number, card in cards.items():
            wrapped = await handoffs.wrap(card.id, "one")
            if card.ending is Ending.WITHDRAWN:
                assert None is wrapped
                assert [] == await handoffs.read(card.id, envelopes.Pair(SEED))
                continue
            assert wrapped is not None
            key = unwrap_for(envelopes.Pair(SEED), wrapped, card.id, "one")
            assert key is not None
            texts = [line.text for line in await handoffs.read(card.id, key)]
            # Card and lines are of one moment.
            assert [f"parola {line}" for line in range(card.written)] == texts
            assert card.written >= told.get(number, []).count("wrote")
        over = {number for number, acts in told.items() if "withdrew" in acts}

    assert {*told} <= {*cards}
    assert over <= {number for number, card in cards.items() if card.ending}
    assert len(told) >= 8

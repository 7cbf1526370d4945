"""What every home of the audit log does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.staff.audit import Deed
from tests.contract.bureaus import NOON

if TYPE_CHECKING:
    from tests.contract.bureaus import Bureau

DAY = timedelta(days=1)


async def test_empty_log_is_whole(bureau: Bureau) -> None:
    """Nothing happened, nothing is missing."""
    verdict = await bureau.audit.verify()

    assert (True, 0, 0) == (verdict.is_whole, verdict.entries, verdict.last)
    assert [] == await bureau.audit.newest()


async def test_entries_come_back_newest_first(bureau: Bureau) -> None:
    """Who, what, about what and why; to the minute."""
    bureau.clock.forward(timedelta(seconds=59))
    await bureau.audit.note("a1", Deed.OPENED, "00ff", "claimed")
    await bureau.audit.note("a2", Deed.CLOSED, "00ff")
    newest, oldest = await bureau.audit.newest()

    assert (2, "a2", Deed.CLOSED, "") == (newest.number, newest.who, newest.what, newest.why)
    assert (1, NOON, "00ff", "claimed") == (oldest.number, oldest.at, oldest.about, oldest.why)
    assert [newest] == await bureau.audit.newest(1)
    verdict = await bureau.audit.verify()
    assert (True, 2, 2) == (verdict.is_whole, verdict.entries, verdict.last)
    assert verdict.head == await bureau.audit.digest_of(2)
    assert None is await bureau.audit.digest_of(3)


@pytest.mark.parametrize("words", ["è tornata da lui", "a" * 65, "Via Roma 1\n"])
async def test_words_do_not_enter_the_log(bureau: Bureau, words: str) -> None:
    """What somebody wrote is refused, and the refusal does not quote it."""
    with pytest.raises(ValueError, match=r"^\d+$"):
        await bureau.audit.note("a1", Deed.CLOSED, why=words)
    assert [] == await bureau.audit.newest()


async def test_year_old_entries_go_and_the_rest_is_whole(bureau: Bureau) -> None:
    """The chain hangs on an anchor where the older ones were."""
    await bureau.audit.note("a1", Deed.SIGNED_IN)
    bureau.clock.forward(100 * DAY)
    await bureau.audit.note("a2", Deed.SIGNED_IN)

    assert 0 == await bureau.audit.retire(NOON + 365 * DAY)
    assert 1 == await bureau.audit.retire(NOON + 366 * DAY)
    await bureau.audit.note("a3", Deed.SIGNED_IN)
    verdict = await bureau.audit.verify()
    assert (True, 2, 3) == (verdict.is_whole, verdict.entries, verdict.last)
    assert 2 == await bureau.audit.retire(NOON + 900 * DAY)
    verdict = await bureau.audit.verify()
    assert (True, 0, 3) == (verdict.is_whole, verdict.entries, verdict.last)


async def test_entries_at_once_make_one_chain(bureau: Bureau) -> None:
    """Whoever writes at the same moment, from the very first entry on."""
    await asyncio.gather(*(bureau.audit.note(f"a{n}", Deed.SIGNED_IN) for n in range(8)))
    verdict = await bureau.audit.verify()

    assert (True, 8, 8) == (verdict.is_whole, verdict.entries, verdict.last)

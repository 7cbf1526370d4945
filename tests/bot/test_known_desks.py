"""A coordinator takes a node out of the network while its operators are there and women wait."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.contact.known_desks import KnownDesks
from routing.handoff import Reason
from storage.retention import Retention
from tests.handoffs import NODE, House, StandingDesks

if TYPE_CHECKING:
    from pathlib import Path

#: Another sample desk.
NEXT = "cadmi"
GONE = "no-longer-in-the-book"


async def test_a_node_that_was_taken_out_has_no_desk(tmp_path: Path) -> None:
    """Its key and its shift are still kept; nobody is sent there or told that it answers."""
    house, desks = House(tmp_path / "keys"), StandingDesks()
    known = KnownDesks(desks, house.book)

    desks.stand(GONE)
    assert {} == await known.now()
    assert not known.is_any()

    desks.stand(NODE)
    assert [NODE] == list(await known.now())
    assert known.is_any()


async def test_p5_who_waits_there_goes_on_at_once(tmp_path: Path) -> None:
    """Not after the minutes of a queue nobody serves: nobody can serve this one any more."""
    house = House(tmp_path / "keys")
    house.desks.stand(NEXT)
    woman = await house.woman()
    await woman.begins()
    before = await house.only()
    here, then = before.node, before.ladder[0]
    desks = {node: desk for node, desk in house.book.desks.items() if node != here}
    book = replace(house.book, desks=desks)

    await Retention(house.handoffs, KnownDesks(house.desks, book), book).run(house.clock())

    after = await house.only()
    assert then == after.node
    assert (Reason.LADDER,) == after.reasons

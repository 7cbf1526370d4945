"""A coordinator takes a node out of the network while its operators are there and women wait."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.contact.known_desks import KnownDesks
from routing.handoff import Reason
from routing.ports import Change
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


async def test_p5_when_no_node_is_left_she_is_told(tmp_path: Path) -> None:
    """Taken out, and nobody after it: no screen says that somebody there may answer."""
    house = House(tmp_path / "keys")
    woman = await house.woman()
    await woman.begins()
    house.desks.by_node.clear()

    await woman.presses("Guardo di nuovo")

    assert "In questa chat adesso non può rispondere nessuna operatrice." in woman.shown()
    assert "in turno" not in woman.shown()
    assert "1522" in woman.shown()


async def test_p5_conflict_of_interest_is_nobody_there(tmp_path: Path) -> None:
    """The only operator there may not see her: she is not told that one is there."""
    house = House(tmp_path / "keys")
    woman = await house.woman()
    await woman.begins()
    handoff = await house.only()
    there = replace(house.desks.by_node[handoff.node], people=frozenset({"anna"}))
    house.desks.by_node[handoff.node] = there
    await woman.presses("Guardo di nuovo")
    assert "In turno adesso: un'operatrice" in woman.shown()

    await house.handoffs.change(
        handoff.id, lambda card: Change(handoff=replace(card, not_for=("anna",)))
    )
    await woman.presses("Guardo di nuovo")

    assert "nessuna operatrice" in woman.shown()

"""Waiting and talking: her words kept once, replies shown when she said, and never after."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows.definition import Channel
from routing import desk
from routing.handoff import Ending
from routing.ports import By, LineState
from storage.retention import Retention
from tests.handoffs import NODE, OPERATOR, House, Woman

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A service with one desk that answers."""
    return House(tmp_path / "keys")


@pytest.fixture(params=[Channel.TELEGRAM, Channel.WEB])
async def woman(house: House, request: pytest.FixtureRequest) -> Woman:
    """Somebody in the queue whose window is open, on either channel."""
    woman = await house.woman(request.param)
    await woman.begins()
    return woman


async def test_her_words_reach_the_operator(house: House, woman: Woman) -> None:
    """Whatever she types there is her message, numbers and places too, in order."""
    for words in ("ho paura", "Milano", "2", "112"):
        await woman.types(words)

    lines = await house.read(await house.only())
    assert ["ho paura", "Milano", "2", "112"] == [each.text for each in lines if each.by is By.HERS]
    assert "Messaggi che hai scritto: 4. Sono arrivati." in woman.shown()
    assert woman.answer.kept


async def test_p6_words_sent_twice_are_one_line(house: House, woman: Woman) -> None:
    """A double post, or an update handled again after a crash, is written once."""
    before = woman.answer
    await woman.types("ciao", source="same")
    woman.answer = before
    await woman.types("ciao", source="same")

    lines = await house.read(await house.only())
    assert ["ciao"] == [each.text for each in lines if each.by is By.HERS]
    assert "Messaggi che hai scritto: 1." in woman.shown()


async def test_leave_words_leave_while_she_writes(house: House, woman: Woman) -> None:
    """Where her words go to a person, the words of the way out still lead out."""
    answer = house.talk.typed(woman.address, "x", position=woman.answer.position)

    assert (True, None) == (answer.exits, answer.errand)


async def test_reply_is_shown_in_her_window(house: House, woman: Woman) -> None:
    """Inside the window a reply is drawn, and then counts as shown."""
    await house.answers(await house.only(), "Sono qui.")

    assert await woman.is_redrawn()
    assert ("Sono qui.",) == woman.view.said
    assert "handoff.talk" == woman.step
    states = [line.state for line in await house.read(await house.only()) if line.by is By.OPERATOR]
    assert [LineState.SHOWN] == states


async def test_p4_replies_wait_outside_her_window(house: House, woman: Woman) -> None:
    """When ten minutes are over the screen tells no line, only that replies wait."""
    house.clock.now += timedelta(minutes=11)
    await house.answers(await house.only(), "Sono qui.")

    assert await woman.is_redrawn()
    assert () == woman.view.said
    assert "Le risposte aspettano." in woman.shown()
    assert "Sono qui." not in woman.shown()


async def test_p4_window_that_ran_out_needs_her_sign(house: House, woman: Woman) -> None:
    """Whoever holds the phone by then cannot open another window by tapping."""
    house.clock.now += timedelta(minutes=11)
    await house.answers(await house.only(), "Sono qui.")
    await woman.presses("Guardo di nuovo", "Quando posso leggere", "Resto qui adesso")

    assert "Sono qui." not in woman.shown()
    assert "Il tempo scelto è finito." in woman.shown()

    await woman.comes_back()
    await woman.presses("Torno alla chat")
    assert ("Sono qui.",) == woman.view.said


async def test_each_tap_renews_now(house: House, woman: Woman) -> None:
    """The window of "I stay here now" is ten minutes from her last tap."""
    for _ in range(3):
        house.clock.now += timedelta(minutes=9)
        await woman.presses("Guardo di nuovo")

    assert house.contact.holds(woman.address)
    house.clock.now += timedelta(minutes=10)
    assert not house.contact.holds(woman.address)


async def test_p3_nothing_is_shown_after_she_left(house: House, woman: Woman) -> None:
    """After the way out no redraw gives anything, and the operator is told."""
    position = woman.answer.position
    await woman.leaves()
    await house.answers(await house.only(), "Sono qui.")

    assert await house.contact.redraw(woman.address, position) is None
    assert not house.contact.holds(woman.address)
    marks = [line.text for line in await house.read(await house.only()) if line.by is By.MARK]
    assert "left_in_a_hurry" in marks


async def test_p3_old_buttons_show_nothing_after_she_left(house: House, woman: Woman) -> None:
    """A button she pressed before, handled after she left, opens nothing of it."""
    look = woman.button("Guardo di nuovo").token
    await house.answers(await house.only(), "Sono qui.")
    await woman.leaves()

    errand = house.talk.press(woman.address, look).errand
    assert errand is not None
    answer = await house.contact.carry_out(woman.address, errand, source="")

    assert answer.view is not None
    assert "Qui è finito" == answer.view.title
    assert () == answer.view.said


async def test_p3_holds_while_storage_is_down(house: House, woman: Woman) -> None:
    """Her leaving counts at once, also when it cannot be kept; it is kept as soon as it can be."""
    position = woman.answer.position
    house.handoffs.is_down = True
    await woman.leaves()
    house.handoffs.is_down = False

    assert await house.contact.redraw(woman.address, position) is None
    assert (await house.only()).present
    await house.contact.tend()
    assert not (await house.only()).present


async def test_p3_swept_screen_is_away_too(house: House, woman: Woman) -> None:
    """A screen that was taken away is no place to show anything."""
    position = woman.answer.position
    await woman.leaves(in_a_hurry=False)

    assert await house.contact.redraw(woman.address, position) is None
    marks = [line.text for line in await house.read(await house.only()) if line.by is By.MARK]
    assert "went_quiet" in marks


async def test_p5_claim_that_lapses_is_told(house: House, woman: Woman) -> None:
    """Claimed, then silent: back in the queue, and her screen says the truth each time."""
    await house.claims(await house.only())
    assert await woman.is_redrawn()
    assert "risponde adesso." in woman.shown()

    house.clock.now += timedelta(minutes=6)
    await Retention(house.handoffs, house.desks, house.book).run(house.clock())
    assert await woman.is_redrawn()
    assert "handoff.waiting" == woman.step
    assert "Nessuna persona prima di te." in woman.shown()


async def test_p5_numbers_stay_all_the_time(house: House, woman: Woman) -> None:
    """1522 and 112 stand on the waiting screen and stay named in the talk."""
    assert ["1522", "112"] == [number.shown for number in woman.view.numbers]

    await house.answers(await house.only(), "Sono qui.")
    await woman.is_redrawn()
    assert "1522" in woman.shown()
    assert "112" == woman.view.danger.label


async def test_p6_long_talk_is_paged_in_order(house: House, woman: Woman) -> None:
    """More than one screen holds: the oldest first, each once, none cut."""
    texts = [f"{number} " + "parola " * 200 for number in range(20)]
    await house.answers(await house.only(), *texts)

    read: list[str] = []
    await woman.is_redrawn()
    for _ in texts:
        read += [text for text in woman.view.said if text not in read]
        await woman.presses("Guardo di nuovo")

    assert texts == read


async def test_proposal_asks_for_her_yes(house: House, woman: Woman) -> None:
    """Another centre is proposed inside her window; yes and no are both kept."""
    handoff = await house.answers(await house.only(), "Sono qui.")
    await house.does(
        handoff, lambda each: desk.propose(each, OPERATOR, "cadmi", (1, 2), house.clock())
    )

    assert await woman.is_redrawn()
    assert "handoff.proposal" == woman.step
    assert "Passano anche i messaggi scelti: 2." in woman.shown()
    await woman.presses("Sì, va bene")
    proposal = (await house.only()).proposal
    assert proposal is not None
    assert proposal.agreed


async def test_p4_proposal_waits_for_her_window(house: House, woman: Woman) -> None:
    """What an operator proposes is an operator's word: outside the window it is not shown."""
    handoff = await house.answers(await house.only(), "Sono qui.")
    await house.does(handoff, lambda each: desk.propose(each, OPERATOR, "cadmi", (), house.clock()))
    house.clock.now += timedelta(minutes=11)

    await woman.is_redrawn()

    assert "handoff.talk" == woman.step


async def test_emergency_is_put_before_her(house: House, woman: Woman) -> None:
    """The operator's 112 screen comes inside her window; she goes back by herself."""
    handoff = await house.answers(await house.only(), "Sono qui.")
    await house.does(handoff, lambda each: desk.show_112(each, OPERATOR, house.clock()))

    await woman.is_redrawn()
    assert "handoff.emergency" == woman.step
    assert "112" == woman.view.numbers[0].shown

    await woman.presses("Torno alla chat")
    await woman.is_redrawn()
    assert "handoff.talk" == woman.step


async def test_close_is_told_in_her_window(house: House, woman: Woman) -> None:
    """Closed by the operator while she looks: she reads that it is over."""
    handoff = await house.answers(await house.only(), "Sono qui.")
    await woman.is_redrawn()
    await house.does(
        handoff, lambda each: desk.close(each, OPERATOR, Ending.ANSWERED, house.clock())
    )

    assert await woman.is_redrawn()
    assert "handoff.ended" == woman.step


async def test_she_may_end_it(house: House, woman: Woman) -> None:
    """She closes: the operator sees it, her place is forgotten."""
    await house.answers(await house.only(), "Sono qui.")
    await woman.is_redrawn()
    await woman.presses("Ho finito", "Sì, chiudo")

    handoff = await house.only()
    assert (Ending.FINISHED, "", "") == (handoff.ending, handoff.address, handoff.code)
    assert "handoff.ended" == woman.step


async def test_p13_taken_back_is_destroyed_at_once(house: House, woman: Woman) -> None:
    """What she wrote is gone with its key; the operator sees only that it was withdrawn."""
    await woman.types("ho paura")
    await woman.presses("Cancella quello che ho scritto", "Sì, cancella adesso")

    handoff = await house.only()
    assert Ending.WITHDRAWN is handoff.ending
    assert await house.handoffs.wrap(handoff.id, NODE) is None
    assert "handoff.erased" == woman.step
    assert not house.contact.holds(woman.address)


async def test_p13_taken_back_twice_is_calm(house: House, woman: Woman) -> None:
    """The same tap again says that nothing is here."""
    await woman.presses("Cancella quello che ho scritto")
    before = woman.answer
    await woman.presses("Sì, cancella adesso")
    woman.answer = before
    await woman.presses("Sì, cancella adesso")

    assert "handoff.ended" == woman.step


async def test_open_windows_are_known_after_a_restart(house: House, woman: Woman) -> None:
    """The sweep waits for a window that was open before the process began."""
    again = House.over(house)

    assert not again.contact.holds(woman.address)
    await again.contact.start()
    assert again.contact.holds(woman.address)
    assert (woman.address,) == again.contact.present(woman.address.channel)


async def test_changes_ring_and_end(house: House, woman: Woman) -> None:
    """Whoever listens for her hears the first look, each change, and the end."""
    changes = house.contact.changes(woman.address)
    await anext(changes)
    handoff = await house.answers(await house.only(), "Sono qui.")
    await anext(changes)
    await house.does(
        handoff, lambda each: desk.close(each, OPERATOR, Ending.ANSWERED, house.clock())
    )

    rest = [None async for _ in changes]
    assert len(rest) <= 2


async def test_p3_leaving_overtakes_what_is_being_done(house: House) -> None:
    """She leaves while her consent is being kept: nothing is drawn, and she counts as away."""
    woman = await house.woman(Channel.TELEGRAM)
    await woman.reaches_the_offer()
    await woman.chooses()
    errand = house.talk.press(woman.address, woman.button("Resto qui adesso").token).errand
    assert errand is not None

    opening = asyncio.create_task(house.contact.carry_out(woman.address, errand, source=""))
    # Until the first comparison of a sign, which takes its time in a thread.
    await asyncio.sleep(0)
    await house.contact.left(woman.address, in_a_hurry=True)
    answer = await opening

    assert answer.view is None
    assert not (await house.only()).present
    assert not house.contact.holds(woman.address)

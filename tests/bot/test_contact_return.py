"""Coming back: her sign opens, and everything else looks the same from outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from flows.definition import Channel
from routing.ports import By
from tests.handoffs import House, Woman

if TYPE_CHECKING:
    from pathlib import Path

    from bot.view import View


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A service with one desk that answers."""
    return House(tmp_path / "keys")


async def _away(house: House, channel: Channel = Channel.TELEGRAM) -> Woman:
    """Somebody who began, got a reply she has not read, and left."""
    woman = await house.woman(channel)
    await woman.begins("Torno io, quando posso")
    await house.answers(await house.only(), "Sono qui.")
    await woman.leaves()
    return woman


async def _marks(house: House) -> list[str]:
    lines = await house.read(await house.only())
    return [line.text for line in lines if line.by is By.MARK]


def _words(view: View) -> tuple[object, ...]:
    """All of a screen that she, or who looks over her shoulder, can tell apart."""
    labels = tuple(button.label for button in view.buttons)
    return (view.title, view.paragraphs, view.said, view.numbers, labels, view.is_live)


@pytest.mark.parametrize("channel", list(Channel))
async def test_tg_8_her_sign_shows_what_waited(house: House, channel: Channel) -> None:
    """With her two words the replies that waited come."""
    woman = await _away(house, channel)

    await woman.comes_back()
    await woman.presses("Torno alla chat")

    assert ("Sono qui.",) == woman.view.said
    assert "came_back" in await _marks(house)


async def test_tg_8_what_is_not_right_looks_alike(house: House) -> None:
    """Wrong, forced and missing signs, and a code of nobody, draw the same screen."""
    woman = await _away(house)
    stranger = await house.woman(Channel.TELEGRAM, key="stranger")

    wrong = _words(await woman.comes_back("Gatto", "Neve"))
    forced = _words(await woman.comes_back("Pane", "Mare"))
    missing = _words(await stranger.comes_back())
    unknown = _words(await stranger.comes_back(code="1234 5678 9012"))
    twice_the_same = _words(await woman.comes_back("Mare", "Mare"))

    assert wrong == forced == missing == unknown == twice_the_same
    assert "handoff" not in woman.step


async def test_tg_8_expired_looks_like_missing(house: House) -> None:
    """After a close nothing tells that anything was ever there."""
    woman = await _away(house)
    stranger = await house.woman(Channel.TELEGRAM, key="stranger")
    await house.handoffs.remove((await house.only()).id)

    assert _words(await stranger.comes_back()) == _words(await woman.comes_back())


async def test_forced_sign_alarms_the_operator(house: House) -> None:
    """The words the other way round show nothing and tell the operator."""
    woman = await _away(house)

    await woman.comes_back("Pane", "Mare")

    assert "again.nothing" == woman.step
    assert "forced_sign" in await _marks(house)
    assert (await house.only()).forced_at is not None


async def test_three_wrong_signs_lock_for_an_hour(house: House) -> None:
    """From three wrong ones on the right one opens nothing; an hour later it does."""
    woman = await _away(house)
    for _ in range(3):
        await woman.comes_back("Gatto", "Neve")
    assert "three_wrong_signs" in await _marks(house)

    await woman.comes_back()
    assert "again.nothing" == woman.step

    house.clock.now += timedelta(minutes=61)
    await woman.comes_back()
    assert "handoff.window" == woman.step


async def test_code_opens_on_another_phone(house: House) -> None:
    """On the web the code finds it anywhere; the place she began at shows nothing any more."""
    first = await house.woman(Channel.WEB, key="first")
    await first.begins()
    position = first.answer.position
    await house.answers(await house.only(), "Sono qui.")
    code = (await house.only()).code
    second = await house.woman(Channel.WEB, key="second")

    await second.comes_back(code=f"{code[:4]}-{code[4:8]} {code[8:]}")
    await second.presses("Torno alla chat")

    assert ("Sono qui.",) == second.view.said
    here = await house.contact.redraw(first.address, position)
    assert here is not None
    assert here.view is not None
    assert () == here.view.said
    assert not house.contact.holds(first.address)


@pytest.mark.parametrize("channel", list(Channel))
async def test_p4_her_sign_elsewhere_takes_what_stands_here(house: House, channel: Channel) -> None:
    """The phone she left behind may be in another's hands: its screen loses the replies at once."""
    woman = await house.woman(channel)
    await woman.begins()
    await house.answers(await house.only(), "Ti ascolto.")
    assert await woman.is_redrawn()
    assert "Ti ascolto." in woman.shown()
    second = await house.woman(Channel.WEB, "second")

    await second.comes_back(code=(await house.only()).code)

    assert await woman.is_redrawn()
    assert "Ti ascolto." not in woman.shown()
    assert "Qui è finito" in woman.shown()


async def test_code_alone_opens_nothing(house: House) -> None:
    """Whoever finds the number has half of it."""
    await _away(house, Channel.WEB)
    finder = await house.woman(Channel.WEB, key="finder")

    await finder.comes_back("Gatto", "Neve", code=(await house.only()).code)

    assert "again.nothing" == finder.step


async def test_tg_8_beginning_anew_shows_nothing_old(house: House) -> None:
    """Whoever holds her phone and begins with other words gets a new contact, empty."""
    woman = await _away(house)
    woman.answer = house.talk.begin(woman.address)
    await woman.reaches_the_offer()
    await woman.chooses("Gatto", "Neve")

    await woman.presses("Resto qui adesso")

    assert "handoff.waiting" == woman.step
    assert 2 == len(await house.handoffs.all())
    assert "Sono qui." not in woman.shown()


async def test_beginning_anew_with_her_sign_goes_on(house: House) -> None:
    """She forgot 'Sono già stata qui' and chose her own words again: it is hers."""
    woman = await _away(house)
    woman.answer = house.talk.begin(woman.address)
    await woman.reaches_the_offer()
    await woman.chooses()

    await woman.presses("Resto qui adesso")

    assert ("Sono qui.",) == woman.view.said
    assert 1 == len(await house.handoffs.all())


async def test_place_is_kept_while_she_is_away(house: House) -> None:
    """Leaving and coming back keeps her place in the queue."""
    first = await house.woman(Channel.TELEGRAM, key="first")
    await first.begins()
    await first.leaves()
    house.clock.now += timedelta(minutes=5)
    await (await house.woman(Channel.TELEGRAM, key="second")).begins()
    house.clock.now += timedelta(minutes=5)

    await first.comes_back()
    await first.presses("Torno alla chat")

    assert "Nessuna persona prima di te." in first.shown()


async def test_code_reads_like_a_customer_number(house: House) -> None:
    """Twelve digits in three groups."""
    woman = await house.woman(Channel.WEB)
    await woman.reaches_the_offer()
    await woman.chooses()

    await woman.presses("Resto qui adesso")

    code = (await house.only()).code
    assert (12, True) == (len(code), code.isdecimal())
    assert f"{code[:4]} {code[4:8]} {code[8:]}" in woman.view.paragraphs

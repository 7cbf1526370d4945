"""Until she consents: what she is told is true, and nothing of it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.contact.limits import Arrivals, Limits
from flows.definition import Channel
from routing.handoff import Want, Window
from tests.dialogue import ROME, Clock
from tests.handoffs import NODE, House

if TYPE_CHECKING:
    from pathlib import Path


async def test_p5_offer_tells_what_is_true(tmp_path: Path) -> None:
    """Who answers, that it is open, who is there, how many before her, until when it is kept."""
    woman = await House(tmp_path / "keys").woman()

    await woman.reaches_the_offer()

    assert "Ti risponde un'operatrice di Soccorso Violenza Sessuale" in woman.shown()
    assert "Adesso è aperto." in woman.shown()
    assert "Operatrici in turno adesso: 1." in woman.shown()
    assert "Nessuna persona prima di te." in woman.shown()
    assert "fino a martedì, 24 novembre, 14:30" in woman.shown()


async def test_p5_offer_at_night_says_when_it_opens(tmp_path: Path) -> None:
    """At night it says when the desk opens, and it is kept until four hours after that."""
    house = House(tmp_path / "keys", Clock(datetime(2026, 11, 24, 23, 10, tzinfo=ROME)))
    house.desks.stand(NODE, on_shift=0)
    woman = await house.woman()

    await woman.reaches_the_offer()

    assert "Adesso è chiuso. Apre mercoledì, 25 novembre, 08:00." in woman.shown()
    assert "fino a mercoledì, 25 novembre, 12:00" in woman.shown()


async def test_p5_somebody_there_at_night_has_opened(tmp_path: Path) -> None:
    """Who is on shift is there, whatever the hours say: no screen says both."""
    house = House(tmp_path / "keys", Clock(datetime(2026, 11, 24, 23, 10, tzinfo=ROME)))
    house.desks.stand(NODE, on_shift=1)
    woman = await house.woman()

    await woman.reaches_the_offer()

    assert "Adesso è aperto." in woman.shown()
    assert "Adesso è chiuso. Apre" not in woman.shown()


async def test_offer_names_who_comes_after(tmp_path: Path) -> None:
    """The nodes that would be asked next are told before she consents."""
    house = House(tmp_path / "keys")
    house.desks.stand("cadmi", on_shift=0)
    woman = await house.woman()

    await woman.reaches_the_offer()

    assert "Se lì nessuna può rispondere, chiediamo a: " in woman.shown()


async def test_p5_those_before_her_are_counted(tmp_path: Path) -> None:
    """Who came first is before her; who declares danger passes her."""
    house = House(tmp_path / "keys")
    first, second = await house.woman(key="first"), await house.woman(key="second")
    await first.begins()
    house.clock.now += timedelta(minutes=1)

    await second.reaches_the_offer()
    assert "Persone prima di te: 1." in second.shown()

    third = await house.woman(key="third")
    await third.reaches_the_offer(danger="Sì, adesso")
    assert "Nessuna persona prima di te." in third.shown()


async def test_nothing_is_kept_before_she_consents(tmp_path: Path) -> None:
    """All she chose travels in her buttons; a refusal leaves nothing behind."""
    house = House(tmp_path / "keys")
    woman = await house.woman()

    await woman.reaches_the_offer()
    await woman.presses("No, non adesso")

    assert [] == await house.handoffs.all()
    assert "1522" in [number.shown for number in woman.view.numbers]


async def test_consent_keeps_what_she_chose(tmp_path: Path) -> None:
    """The handoff holds her needs, her window and no word of her sign."""
    house = House(tmp_path / "keys")
    woman = await house.woman()

    await woman.begins("Per due ore")
    handoff = await house.only()

    assert (Want.LISTENING, Channel.WEB, "it") == (
        handoff.case.want,
        handoff.case.channel,
        handoff.case.language,
    )
    assert Window.UNTIL is handoff.window
    assert house.clock() + timedelta(hours=2) == handoff.window_until
    assert "mare" not in handoff.sign + handoff.forced_sign
    assert (NODE, "web|one") == (handoff.node, handoff.address)


async def test_her_sign_travels_no_further(tmp_path: Path) -> None:
    """Once it is kept as a digest, her buttons no longer carry the words."""
    house = House(tmp_path / "keys")
    woman = await house.woman()

    await woman.begins()

    opened = house.talk.opened(woman.address, woman.answer.position)
    assert opened is not None
    walk, position = opened
    assert ("", "") == (
        walk.machine.said(position, "sign_first"),
        walk.machine.said(position, "sign_second"),
    )


async def test_not_this_centre_offers_another(tmp_path: Path) -> None:
    """She may refuse a centre without a reason; when none is left, the numbers come."""
    house = House(tmp_path / "keys")
    house.desks.stand("cadmi", on_shift=0)
    woman = await house.woman()
    await woman.reaches_the_offer()

    await woman.presses("Un altro centro")
    assert "C.A.D.MI." in woman.shown() or "CADMI" in woman.shown().upper()

    await woman.presses("Un altro centro")
    assert "handoff.nobody" == woman.step
    assert ["1522", "112"] == [number.shown for number in woman.view.numbers]


async def test_desk_that_went_meanwhile_is_not_opened(tmp_path: Path) -> None:
    """She is routed again as she consents: a node without a key gets nothing."""
    house = House(tmp_path / "keys")
    woman = await house.woman()
    await woman.reaches_the_offer()
    await woman.chooses()
    house.desks.by_node.clear()

    await woman.presses("Resto qui adesso")

    assert ("handoff.nobody", []) == (woman.step, await house.handoffs.all())


async def test_la_2_says_when_nobody_speaks_it(tmp_path: Path) -> None:
    """A language nobody on shift speaks is said, and the line that has it is named."""
    house = House(tmp_path / "keys")
    woman = await house.woman()
    await woman.reaches_the_offer()
    await woman.presses("Lingua", "English")
    assert "English" in woman.shown()
    assert 2 == sum("English" in paragraph for paragraph in woman.view.paragraphs)

    house.desks.stand(NODE, languages=("it", "en"))
    await woman.presses("Language", "English")
    assert 1 == sum("English" in paragraph for paragraph in woman.view.paragraphs)


async def test_p6_double_press_begins_once(tmp_path: Path) -> None:
    """The same consent sent twice is one handoff."""
    house = House(tmp_path / "keys")
    woman = await house.woman()
    await woman.reaches_the_offer()
    await woman.chooses()
    before = woman.answer

    await woman.presses("Resto qui adesso")
    woman.answer = before
    await woman.presses("Resto qui adesso")

    assert 1 == len(await house.handoffs.all())
    assert "handoff.waiting" == woman.step


async def test_t5_full_desk_gives_the_numbers(tmp_path: Path) -> None:
    """When a desk takes no more she reads so, with the numbers; never silence."""
    limits = Limits(arrivals=Arrivals(at_once=1, at_once_in_danger=1))
    house = House(tmp_path / "keys", limits=limits)
    await (await house.woman(key="first")).begins()
    woman = await house.woman(key="second")
    await woman.reaches_the_offer()
    await woman.chooses()

    await woman.presses("Resto qui adesso")

    assert "handoff.full" == woman.step
    assert ["1522", "112"] == [number.shown for number in woman.view.numbers]
    assert 1 == len(await house.handoffs.all())


async def test_t5_danger_has_room_of_its_own(tmp_path: Path) -> None:
    """A flood that declares nothing never stands in the way of declared danger."""
    limits = Limits(arrivals=Arrivals(at_once=1, at_once_in_danger=1))
    house = House(tmp_path / "keys", limits=limits)
    await (await house.woman(key="first")).begins()
    woman = await house.woman(key="second")
    await woman.reaches_the_offer(danger="Sì, adesso")
    await woman.chooses()

    await woman.presses("Torno io, quando posso")

    assert "handoff.code" == woman.step


def test_t5_one_chat_begins_few() -> None:
    """Three in an hour from one place; an hour later it is free again."""
    now = datetime(2026, 11, 24, 10, tzinfo=ROME)
    limits = Limits()

    taken = [limits.take("web|one", NODE, now, danger=True) for _ in range(4)]

    assert [True, True, True, False] == taken
    assert limits.take("web|one", NODE, now + timedelta(hours=1), danger=True)

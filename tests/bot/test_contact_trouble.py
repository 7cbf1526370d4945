"""The storage stops: nothing is lost in silence, nothing is raised, she is told calmly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.definition import Channel
from routing.ports import By
from tests.handoffs import House, Woman

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A service with one desk that answers."""
    return House(tmp_path / "keys")


@pytest.fixture
async def woman(house: House) -> Woman:
    """Somebody in the queue."""
    woman = await house.woman(Channel.TELEGRAM)
    await woman.begins()
    return woman


async def test_p6_words_that_were_not_kept_are_said_so(house: House, woman: Woman) -> None:
    """She is told that they did not arrive; sent again they do."""
    house.handoffs.is_down = True
    await woman.types("ciao", source="same")
    assert ("handoff.not_kept", False) == (woman.step, woman.answer.kept)

    house.handoffs.is_down = False
    await woman.types("ciao", source="same")
    assert woman.answer.kept
    lines = await house.read(await house.only())
    assert ["ciao"] == [line.text for line in lines if line.by is By.HERS]


async def test_p6_kept_words_are_not_denied(house: House, woman: Woman) -> None:
    """It stops right after her words were kept: she is not told to write them again."""
    house.handoffs.stops_after_change = True

    await woman.types("ciao")

    assert woman.answer.kept
    assert "handoff.waiting" == woman.step


async def test_beginning_while_it_is_down_gives_numbers(house: House) -> None:
    """Consent that cannot be kept leads to the numbers, and keeps nothing."""
    woman = await house.woman(Channel.TELEGRAM)
    await woman.reaches_the_offer()
    await woman.chooses()
    house.handoffs.is_down = True

    await woman.presses("Resto qui adesso")

    assert "handoff.full" == woman.step
    assert ["1522", "112"] == [number.shown for number in woman.view.numbers]


async def test_taking_back_is_not_claimed_in_vain(house: House, woman: Woman) -> None:
    """What could not be destroyed is not said to be."""
    await woman.presses("Cancella quello che ho scritto")
    house.handoffs.is_down = True

    await woman.presses("Sì, cancella adesso")

    assert "handoff.erase" == woman.step
    assert "Adesso non è riuscito. Puoi riprovare tra poco." in woman.shown()


@pytest.mark.parametrize("label", ["Guardo di nuovo", "Quando posso leggere"])
async def test_every_button_stays_calm(house: House, woman: Woman, label: str) -> None:
    """No button of the waiting screen raises anything or leads nowhere."""
    house.handoffs.is_down = True

    await woman.presses(label)

    assert woman.view.buttons
    assert "112" == woman.view.danger.label


async def test_p4_nothing_is_redrawn_in_doubt(house: House, woman: Woman) -> None:
    """While nobody can tell whether something may be shown, nothing is."""
    house.handoffs.is_down = True

    assert not await woman.is_redrawn()


async def test_start_without_storage_is_calm(house: House) -> None:
    """Windows that cannot be learnt are closed ones."""
    house.handoffs.is_down = True

    await house.contact.start()

    assert () == house.contact.present(Channel.TELEGRAM)

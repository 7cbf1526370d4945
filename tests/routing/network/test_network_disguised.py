"""What the network's rows must not hold, typed where nobody looks for it."""

from __future__ import annotations

import pytest

from bot.editions.paths import NETWORK, part
from routing.directory import ContactKind, NodeKind
from routing.network.editing.contacts import Typed, add_contact
from routing.network.editing.errors import (
    BadLinkError,
    PersonalNumberError,
    ShelterError,
)
from routing.network.editing.facts import Stamp
from routing.network.editing.heads import Shut, add_closure
from routing.network.editing.sound import problems_of
from routing.network.editing.wording import plain, remark, value
from tests.console.studio.stage import TODAY
from tests.editions import shipped_files


@pytest.mark.parametrize(
    "words",
    [
        "cell. di Lucia 333 1234567",
        "Centro Anna 333.123.45.67",
        "chiama +39 333\N{NON-BREAKING HYPHEN}1234567",
        "ferie: (333) 123 4567",
    ],
)
def test_p9_a_mobile_among_other_words_is_refused(words: str) -> None:
    """The use of a contact, a name and the reason of a closure are texts as well."""
    with pytest.raises(PersonalNumberError):
        plain(words, "Nome")


@pytest.mark.parametrize(
    "words", ["Sportello 24 ore su 24", "dal 2013 al 2023", "linee 90 e 91", "CAP 20137"]
)
def test_other_numbers_stay(words: str) -> None:
    """Hours, years, bus lines, postcodes."""
    assert plain(words, "Nome") == words


def test_p9_who_gives_shelter_has_no_street_without_its_kind() -> None:
    """A name and a number are an address to whoever looks for it."""
    with pytest.raises(ShelterError):
        remark("siamo in Padova 12", "Uso", NodeKind.HOSPITALITY)


def test_p9_a_shelter_called_a_centre_has_no_address() -> None:
    """Its name tells what it is, whatever kind somebody chose."""
    texts = dict(part(shipped_files(), NETWORK))
    named = texts["nodes.toml"].replace('name = "CADMI', 'name = "Casa rifugio CADMI', 1)
    assert named != texts["nodes.toml"]

    told = [each.sentence for each in problems_of({**texts, "nodes.toml": named})]

    assert any("names a shelter" in each for each in told)


def test_a_link_holds_nothing_but_a_link() -> None:
    """A quote in it could leave what it stands in."""
    with pytest.raises(BadLinkError):
        value(
            'https://centro.it/"onclick=x',
            ContactKind.WEB,
            "Centro",
            "sito",
            is_shared=True,
            is_hidden=False,
        )


def test_what_is_added_twice_is_there_once() -> None:
    """A second press, or a reload after a lost answer, adds nothing."""
    texts = dict(part(shipped_files(), NETWORK))
    typed = Typed(kind=ContactKind.PHONE, value="02 4567 8901", use="prova")
    shut = Shut(nodes=("cadmi",), begins=TODAY, ends=TODAY, why="ferie")
    stamp = Stamp(TODAY)

    once = {**texts, **add_contact(texts, "cadmi", typed, stamp)}
    closed = {**once, **add_closure(once, shut, TODAY)}

    assert once != texts
    assert closed != once
    assert {} == add_contact(closed, "cadmi", typed, stamp)
    assert {} == add_closure(closed, shut, TODAY)

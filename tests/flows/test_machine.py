"""The machine: a position and what was heard in, a turn out; nothing else happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.definition import Channel
from flows.errors import TooManyFactsError
from flows.machine import Machine
from flows.packing import FACT_BYTES, Packer
from flows.turn import NotUnderstood, PlaceFound, PlaceUnclear, Position, Press, Pressed
from locales.languages import NUMBERS, language
from tests.flows.libraries import FACTS, LIBRARY, library

TODAY = date(2026, 11, 24)
LATER = date(2027, 6, 1)
LIB = library()
ITALIAN = [language("it"), language("ar")]


def untranslated(_context: str, _source: str, _language: str) -> None:
    """Stand for catalogues that are empty."""


def machine(*, shows_drafts: bool = False) -> Machine:
    """The small library, walked."""
    return Machine(LIB, untranslated, ITALIAN, shows_drafts=shows_drafts)


def at(step: str, tag: str = "it", facts: tuple[int, ...] = (0, 0, 0)) -> Position:
    """A position in the small library."""
    return Position(LIB.revision, f"talk.{step}", tag, facts)


def test_begin_asks_for_a_language() -> None:
    """Nothing is said before she has chosen in which language."""
    turn = machine().begin()

    assert turn.screen is not None
    assert (True, ["Italiano", "العربية"]) == (
        turn.screen.is_languages,
        [option.label for option in turn.screen.options],
    )


def test_a_choice_moves_and_remembers() -> None:
    """A choice leads on and sets the facts it names."""
    turn = machine().hear(at("hello"), Pressed(1), Channel.WEB, TODAY)

    assert at("menu", facts=(0, 0, 2)) == turn.position


def test_conditions_hide_and_refuse() -> None:
    """What depends on a fact is neither shown without it nor answered if pressed anyway."""
    hidden = machine().look(at("menu"), Channel.WEB, TODAY).screen
    refused = machine().hear(at("menu"), Pressed(2), Channel.WEB, TODAY)
    shown = machine().hear(at("menu", facts=(0, 0, 2)), Pressed(2), Channel.WEB, TODAY)

    assert hidden is not None
    assert 2 == len(hidden.options)
    assert ("talk.menu", "talk.later") == (refused.position.step, shown.position.step)


def test_bubbles_of_one_channel_stay_there() -> None:
    """A sentence for Telegram is not read on the web."""
    web = machine().look(at("menu"), Channel.WEB, TODAY).screen
    telegram = machine().look(at("menu"), Channel.TELEGRAM, TODAY).screen

    assert web is not None
    assert telegram is not None
    assert ("Solo qui." in web.bubbles, "Solo qui." in telegram.bubbles) == (False, True)


@pytest.mark.parametrize("step", [name.removeprefix("talk.") for name in LIB.steps])
def test_p1_home_and_danger_answer_everywhere(step: str) -> None:
    """The machine adds home, 112 and the way out to every step; no author can forget them."""
    walk = machine()

    assert "talk.menu" == walk.hear(at(step), Pressed(Press.HOME), Channel.WEB, TODAY).position.step
    assert (
        "talk.danger"
        == walk.hear(at(step), Pressed(Press.DANGER), Channel.WEB, TODAY).position.step
    )
    assert walk.hear(at(step), Pressed(Press.EXIT), Channel.WEB, TODAY).exits


@pytest.mark.parametrize("step", [name.removeprefix("talk.") for name in LIB.steps])
def test_a_place_is_heard_everywhere(step: str) -> None:
    """Typed places mean the same at every step."""
    turn = machine().hear(at(step), PlaceFound(3), Channel.WEB, TODAY)

    assert at("centres", facts=(3, 0, 0)) == turn.position


def test_unclear_and_unknown_places() -> None:
    """An unclear place is asked back where one asks; an unknown one leads to another try."""
    unclear = machine().hear(at("menu"), PlaceUnclear(), Channel.WEB, TODAY)
    unknown = machine().hear(at("menu"), NotUnderstood(), Channel.WEB, TODAY)

    assert unclear.screen is not None
    assert ("talk.where", True) == (unclear.position.step, unclear.screen.is_unclear)
    assert "talk.again" == unknown.position.step


def test_p10_an_expired_fact_disappears() -> None:
    """After its day a fact is not told: the fallback with 1522 takes its place."""
    today = machine().look(at("term"), Channel.WEB, TODAY).screen
    later = machine().look(at("term"), Channel.WEB, LATER).screen

    assert today is not None
    assert later is not None
    assert ("Entro 12 mesi.", "Per questo chiedi al 1522.") == today.bubbles
    assert ("Per questo chiedi al 1522.",) == later.bubbles


def test_p10_drafts_are_marked_where_they_may_be_seen() -> None:
    """In demo mode a draft is shown with its mark, and 1522 after it."""
    screen = machine(shows_drafts=True).look(at("term"), Channel.WEB, TODAY).screen

    assert screen is not None
    assert (
        "Entro 12 mesi.",
        "Una bozza dice 3. (da confermare)",
        "Per questo chiedi al 1522.",
    ) == screen.bubbles


def test_p10_112_and_1522_never_disappear() -> None:
    """Overdue, the two permanent numbers are still there."""
    screen = machine().look(at("danger"), Channel.WEB, date(2040, 1, 1)).screen

    assert screen is not None
    assert ["112", "1522"] == [number.value for number in screen.numbers]


def test_numbers_are_isolated_in_arabic() -> None:
    """LA-5: right to left, 1522 never reads 2251."""
    screen = machine().look(at("person", "ar"), Channel.WEB, TODAY).screen

    assert screen is not None
    assert "\u20661522\u2069" in screen.bubbles[0]


def test_a_fact_of_today_replaces_one_of_an_older_revision() -> None:
    """Who walks an older revision is told today's number."""
    corrected = library(facts=FACTS.replace('value: "12"', 'value: "18"')).facts
    older = Machine(LIB, untranslated, ITALIAN, facts=corrected)
    screen = older.look(at("term"), Channel.WEB, TODAY).screen

    assert screen is not None
    assert "Entro 18 mesi." == screen.bubbles[0]


positions = st.builds(
    Position,
    revision=st.just(LIB.revision),
    step=st.sampled_from(list(LIB.steps)),
    language=st.sampled_from(["", "it", "ar"]),
    facts=st.tuples(st.integers(0, 131_071), st.integers(0, 65_535), st.integers(0, 2)),
)
presses = st.one_of(
    st.builds(Pressed, st.integers(0, 199)),
    st.builds(Pressed, st.integers(200, 255), st.integers(0, 2**24 - 1)),
)


@settings(max_examples=300, deadline=None)
@given(position=positions, pressed=presses)
def test_positions_survive_packing(position: Position, pressed: Pressed) -> None:
    """What is packed is unpacked, and fits what a button has room for."""
    packer = Packer(LIB, NUMBERS)
    body = packer.pack(position, pressed)

    assert len(body) <= 32
    assert (position, pressed) == packer.unpack(body)


@settings(max_examples=300, deadline=None)
@given(
    language_number=st.integers(0, 255),
    step=st.integers(0, 2 * len(LIB.steps)),
    choice=st.integers(0, 255),
    rest=st.binary(min_size=4, max_size=9),
)
def test_other_bytes_are_no_position(
    language_number: int, step: int, choice: int, rest: bytes
) -> None:
    """A step that is not there, a byte too few or too many: no position."""
    body = LIB.revision + bytes((language_number, *step.to_bytes(2, "big"), choice)) + rest
    facts, argument = 5, 3 if choice >= Press.TYPED else 0
    is_whole = len(rest) == facts + argument

    assert (is_whole and step < len(LIB.steps)) is (Packer(LIB, NUMBERS).unpack(body) is not None)


@settings(max_examples=300, deadline=None)
@given(position=positions, presses=st.lists(presses, max_size=6))
def test_every_press_leads_to_a_screen(position: Position, presses: list[Pressed]) -> None:
    """P1: whatever is pressed, there is a screen or she has left; never an error."""
    walk = machine()
    packer = Packer(LIB, NUMBERS)
    for pressed in presses:
        turn = walk.hear(position, pressed, Channel.TELEGRAM, TODAY)
        assert turn.exits is (turn.screen is None)
        kept = packer.unpack(packer.pack(turn.position, Pressed(0)))
        assert kept is not None
        position = kept[0]


def test_too_many_facts_are_refused() -> None:
    """A library whose facts have no room in a button is not walked."""
    fact = LIB.remembered[0]
    heavy = replace(LIB, remembered=(fact,) * (FACT_BYTES * 8 // fact.bits + 1))
    with pytest.raises(TooManyFactsError, match="Remember fewer"):
        Packer(heavy, NUMBERS)


def test_home_keeps_what_she_said() -> None:
    """Going home forgets nothing: she need not type her place twice."""
    turn = machine().hear(at("centres", facts=(3, 0, 1)), Pressed(Press.HOME), Channel.WEB, TODAY)

    assert (3, 0, 1) == turn.position.facts


def test_library_needs_its_words() -> None:
    """The words of every screen are the library's own, so that coordinators can change them."""
    assert "Esci subito" == machine().control("exit", "it")
    assert LIBRARY.count("Esci subito") == 1

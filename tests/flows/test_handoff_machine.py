"""The machine on the way to a person: acts are told and not done, words are not looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.definition import Act, AskKind, Channel
from flows.machine import Machine
from flows.packing import FACT_BYTES, Packer
from flows.reader import read_library, shipped_library
from flows.turn import (
    Code,
    Heard,
    NotUnderstood,
    PlaceFound,
    PlaceUnclear,
    Position,
    Press,
    Pressed,
    Turn,
    Words,
)
from locales.languages import NUMBERS, language
from tests.flows.handoff_library import library

TODAY = date(2026, 11, 24)
LIB = library()
ITALIAN = [language("it"), language("ar")]
FACTS = tuple(fact.name for fact in LIB.remembered)


def untranslated(context: str, source: str, language: str) -> None:
    """Stand for catalogues that are empty."""


def machine(*, desk: bool = True, web_address: str = "info.example") -> Machine:
    """The small library with a handoff, walked."""
    return Machine(LIB, untranslated, ITALIAN, web_address=web_address, has_desk=lambda: desk)


def at(step: str, tag: str = "it", **facts: int) -> Position:
    """A position in the small library."""
    return Position(LIB.revision, step, tag, tuple(facts.get(name, 0) for name in FACTS))


def hear(position: Position, heard: Heard, channel: Channel = Channel.WEB) -> Turn:
    """What the machine makes of it."""
    return machine().hear(position, heard, channel, TODAY)


def labels(turn: Turn) -> list[str]:
    """The buttons of a turn's screen."""
    assert turn.screen is not None
    return [option.label for option in turn.screen.options]


def bubbles(turn: Turn) -> tuple[str, ...]:
    """The paragraphs of a turn's screen."""
    assert turn.screen is not None
    return turn.screen.bubbles


def test_an_act_is_told_and_she_stays() -> None:
    """With an act she is where she was, with what the choice remembers, until it is done."""
    told = at("help.told", sign_first=1, sign_second=2)
    turn = hear(told, Pressed(0))

    assert (Act.OPEN, "help.waiting", "help.full") == (turn.act, turn.go, turn.otherwise)
    assert at("help.told", sign_first=1, sign_second=2, window=1) == turn.position


def test_an_act_may_have_no_other_way() -> None:
    """What cannot fail in a way of its own leaves her where she was."""
    turn = hear(at("help.erase"), Pressed(0))

    assert (Act.WITHDRAW, "help.ended", "") == (turn.act, turn.go, turn.otherwise)


def test_other_choices_act_nothing() -> None:
    """A choice without an act leads on at once, as ever."""
    turn = hear(at("help.offer"), Pressed(0))

    assert (None, "", "help.sign") == (turn.act, turn.go, turn.position.step)


@pytest.mark.parametrize("press", [Press.HOME, Press.DANGER, Press.LANGUAGES])
def test_p1_the_machines_own_buttons_never_act(press: Press) -> None:
    """Home, 112 and the languages work in a handoff as everywhere."""
    turn = hear(at("help.talk"), Pressed(press))

    assert turn.act is None
    assert turn.screen is not None


def test_words_are_an_act_of_their_own() -> None:
    """At a step that asks for words they go to the person, found or not."""
    turn = hear(at("help.talk"), Words())

    assert (Act.WRITE, "help.talk", "help.not_kept") == (turn.act, turn.go, turn.otherwise)
    assert at("help.talk") == turn.position


def test_a_code_is_a_return() -> None:
    """The typed code does what the button without a code does."""
    turn = hear(at("again.code", sign_first=1), Code())

    assert (Act.RETURN, "help.talk", "again.nothing") == (turn.act, turn.go, turn.otherwise)


@pytest.mark.parametrize("heard", [Words(), Code()])
@pytest.mark.parametrize("step", ["talk.menu", "talk.where", "help.offer"])
def test_words_where_nobody_asks_change_nothing(step: str, heard: Heard) -> None:
    """No step takes words for a person by mistake."""
    turn = hear(at(step), heard)

    assert (None, at(step)) == (turn.act, turn.position)


def test_what_a_step_asks() -> None:
    """Typed words mean a place, unless the step says otherwise."""
    asked = [machine().asks(at(step)) for step in ("talk.menu", "help.talk", "again.code")]

    assert [AskKind.PLACE, AskKind.WORDS, AskKind.CODE] == asked


def test_a_place_is_still_a_place_elsewhere() -> None:
    """A button of an older list of places leads to the centres, also from the talk."""
    assert "talk.centres" == hear(at("help.talk"), PlaceFound(3)).position.step
    assert "talk.where" == hear(at("help.talk"), PlaceUnclear()).position.step
    assert "talk.again" == hear(at("help.talk"), NotUnderstood()).position.step


def test_avoided_centres_newest_last() -> None:
    """Two centres are remembered; of three the oldest goes; the screen stays."""
    position = at("help.offer")
    for node in (7, 9, 9, 12):
        turn = hear(position, Pressed(Press.AVOID, node))
        position = turn.position

    assert ("help.offer", (9, 12)) == (position.step, machine().avoided(position))


@pytest.mark.parametrize("node", [0, 1 << 16, (1 << 24) - 1])
def test_what_is_no_centre_is_not_avoided(node: int) -> None:
    """A number that has no room changes nothing."""
    assert at("help.offer") == hear(at("help.offer"), Pressed(Press.AVOID, node)).position


def test_only_an_offer_is_avoided() -> None:
    """The press means nothing on any other screen."""
    assert at("talk.menu") == hear(at("talk.menu"), Pressed(Press.AVOID, 7)).position


def test_no_desk_no_door() -> None:
    """No queue is promised that does not exist: the choice is there with a desk only."""
    with_desk = machine(desk=True).look(at("talk.menu"), Channel.WEB, TODAY)
    without = machine(desk=False).look(at("talk.menu"), Channel.WEB, TODAY)

    assert ("Una persona" in labels(with_desk), "Una persona" in labels(without)) == (True, False)


def test_a_desk_that_opens_is_seen_at_once() -> None:
    """Whether there is a desk is asked at each drawing, not once."""
    desks = [False, True]
    walk = Machine(LIB, untranslated, ITALIAN, has_desk=lambda: desks.pop(0))
    before, after = (walk.look(at("help.notice"), Channel.WEB, TODAY) for _ in range(2))

    assert ("Ti risponde una donna.", "Adesso qui non risponde nessuna.") == bubbles(before)
    assert ("Ti risponde una donna.",) == bubbles(after)


def test_the_web_chat_is_named_where_there_is_one() -> None:
    """TG-9: on Telegram, with its address; without one the bubble is not there."""
    named = machine().look(at("help.notice"), Channel.TELEGRAM, TODAY)
    unnamed = machine(web_address="").look(at("help.notice"), Channel.TELEGRAM, TODAY)
    web = machine().look(at("help.notice"), Channel.WEB, TODAY)

    assert "Il sito si apre da qui: info.example" == bubbles(named)[1]
    assert (1, 1) == (len(bubbles(unnamed)), len(bubbles(web)))


def test_the_web_address_is_isolated_in_arabic() -> None:
    """LA-5: an address keeps its own order in a line written right to left."""
    turn = machine().look(at("help.notice", "ar"), Channel.TELEGRAM, TODAY)

    assert "\u2066info.example\u2069" in bubbles(turn)[1]


def test_her_sign_is_told_in_her_words() -> None:
    """She reads the words as the buttons called them, once; then they are gone."""
    walk, position = machine(), at("help.told", sign_first=2, sign_second=1)

    assert "Prima Pane, poi Mare." == bubbles(walk.look(position, Channel.WEB, TODAY))[1]
    assert ("pane", "mare") == tuple(
        walk.said(position, name) for name in ("sign_first", "sign_second")
    )

    after = walk.without_sign(position)
    assert ("Puoi uscire.",) == bubbles(walk.look(after, Channel.WEB, TODAY))
    assert at("help.told") == after


def test_a_known_place_is_not_asked_again() -> None:
    """She need not type her place twice."""
    unknown = hear(at("help.notice"), Pressed(0)).position.step
    known = hear(at("help.notice", place=3), Pressed(1)).position.step
    refused = hear(at("help.notice", place=3), Pressed(0)).position.step

    assert ("help.zone", "help.offer", "help.notice") == (unknown, known, refused)


def test_said_of_nothing_is_empty() -> None:
    """A fact nobody asks, a place, a value not said: no word."""
    walk = machine()

    assert ["", "", ""] == [
        walk.said(at("talk.menu", place=3), name) for name in ("want", "place", "shoe_size")
    ]


def test_moved_stays_in_the_library() -> None:
    """A step that a revision does not have is its home."""
    walk = machine()

    assert "help.waiting" == walk.moved(at("help.told"), "help.waiting").step
    assert "talk.menu" == walk.moved(at("help.told"), "help.gone").step


@pytest.mark.parametrize(
    ("step", "expected"),
    [("help.offer", True), ("help.not_kept", True), ("help.ended", False), ("talk.centres", False)],
)
def test_which_screens_need_her_handoff(step: str, expected: bool) -> None:  # noqa: FBT001
    """Those that show something of it, and those that take words for a person."""
    screen = machine().look(at(step), Channel.WEB, TODAY).screen

    assert screen is not None
    assert expected is screen.is_of_handoff


def shipped() -> Machine:
    """What we ship, walked."""
    understood, _ = read_library(shipped_library())
    assert understood is not None
    return Machine(understood, untranslated, [language("it")], has_desk=lambda: True)


def test_shipped_facts_have_room() -> None:
    """All that a way to a person remembers fits in a button, with room in hand."""
    library_ = shipped().library
    bits = sum(fact.bits for fact in library_.remembered)

    assert bits <= FACT_BYTES * 8
    Packer(library_, NUMBERS)


positions = st.builds(
    Position,
    revision=st.just(LIB.revision),
    step=st.sampled_from(list(LIB.steps)),
    language=st.sampled_from(["it", "ar"]),
    facts=st.tuples(*(st.integers(0, (1 << fact.bits) - 1) for fact in LIB.remembered)),
)
heards = st.one_of(
    st.builds(Pressed, st.integers(0, 199)),
    st.builds(Pressed, st.sampled_from([*Press]), st.integers(0, 2**16 - 1)),
    st.sampled_from([Words(), Code(), NotUnderstood(), PlaceUnclear()]),
)


@settings(max_examples=300, deadline=None)
@given(position=positions, heard=heards, channel=st.sampled_from([*Channel]))
def test_whatever_is_heard_can_be_packed(
    position: Position, heard: Heard, channel: Channel
) -> None:
    """Nothing is an error, and where she is always travels in a button, the acts' ends too."""
    walk, packer = machine(), Packer(LIB, NUMBERS)
    known = tuple(
        min(value, len(fact.values)) if fact.values else value
        for fact, value in zip(LIB.remembered, position.facts, strict=True)
    )
    turn = walk.hear(replace(position, facts=known), heard, channel, TODAY)

    for step in filter(None, (turn.position.step, turn.go, turn.otherwise)):
        where = walk.moved(turn.position, step)
        assert (where, Pressed(0)) == packer.unpack(packer.pack(where, Pressed(0)))


def test_p2_a_turn_never_carries_her_words() -> None:
    """Neither what is heard nor what comes out has a place for them."""
    assert () == tuple(Words.__dataclass_fields__) + tuple(Code.__dataclass_fields__)

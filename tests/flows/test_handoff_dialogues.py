"""The shipped way to a person, walked on the machine: what is asked, what is told, what leads out.

Acts are not done here: where one is told, the test says whether it could be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from flows.definition import Act, AskKind, Channel, ShowKind
from flows.machine import Machine
from flows.reader import read_library, shipped_library
from flows.turn import Code, PlaceFound, Press, Pressed, Words
from locales.languages import language

if TYPE_CHECKING:
    from flows.definition import Step
    from flows.turn import Heard, Turn

TODAY = date(2026, 11, 24)
#: From the first question to the offer, with nothing known before.
TO_THE_OFFER = ("no", "next", "next", "next", "legal", "no", "unsaid")
#: Two words, both told, and on to when she can read.
SIGN = ("mare", "neve", "next")


def untranslated(context: str, source: str, language: str) -> None:
    """Stand for catalogues that are empty."""


@cache
def machine(*, desk: bool = True) -> Machine:
    """What we ship, walked."""
    library, issues = read_library(shipped_library())
    assert library is not None, issues
    return Machine(
        library,
        untranslated,
        [language("it")],
        web_address="info.example",
        has_desk=lambda: desk,
    )


@dataclass
class Walk:
    """One woman on her way: she presses choices by their id."""

    channel: Channel = Channel.WEB
    step: str = "person.start"
    desk: bool = True
    acts: tuple[Act, ...] = ()

    def __post_init__(self) -> None:
        """She stands where the test begins."""
        self.machine = machine(desk=self.desk)
        self.position = self.machine.moved(self.machine.at_home("it"), self.step)
        self.turn: Turn = self.machine.look(self.position, self.channel, TODAY)

    @property
    def at(self) -> Step:
        """The step she is at."""
        return self.machine.library.steps[self.position.step]

    @property
    def ids(self) -> list[str]:
        """The choices she can see, by id."""
        assert self.turn.screen is not None
        return [self.at.choices[each.pressed.choice].id for each in self.turn.screen.options]

    @property
    def text(self) -> str:
        """What she reads."""
        assert self.turn.screen is not None
        return " ".join(self.turn.screen.bubbles)

    def hear(self, heard: Heard, *, is_done: bool = True) -> Walk:
        """Do something; where an act is told, it could be done or not."""
        self.turn = self.machine.hear(self.position, heard, self.channel, TODAY)
        self.position = self.turn.position
        if self.turn.act is not None:
            step = self.turn.go if is_done else self.turn.otherwise
            self.position = self.machine.moved(self.position, step or self.position.step)
            self.acts = (*self.acts, self.turn.act)
            self.turn = self.machine.look(self.position, self.channel, TODAY)
        return self

    def choose(self, *ids: str, is_done: bool = True) -> Walk:
        """Press choices, one after the other; each must be on her screen."""
        for each in ids:
            assert each in self.ids, (self.position.step, each, self.ids)
            number = [choice.id for choice in self.at.choices].index(each)
            self.hear(Pressed(number), is_done=is_done)
        return self

    def said(self, *names: str) -> tuple[str, ...]:
        """What she said of these facts."""
        return tuple(self.machine.said(self.position, name) for name in names)


def offered(channel: Channel = Channel.WEB) -> Walk:
    """A woman who has come as far as the offer."""
    return Walk(channel).choose("chat", *TO_THE_OFFER)


def test_p2_nothing_is_done_before_she_consents() -> None:
    """Up to the offer, and to the last question after it, no act is told."""
    walk = offered()
    assert "handoff.offer" == walk.position.step

    walk.choose("yes", *SIGN)
    assert "handoff.when" == walk.position.step
    assert [] == list(walk.acts)

    walk.choose("now")
    assert (Act.OPEN,) == walk.acts


def test_what_she_said_travels_to_the_act() -> None:
    """What a handoff is made of is in the position when it begins."""
    walk = offered().choose("yes", *SIGN, "until_2")

    assert ("legal", "no", "mare", "neve", "until_2") == walk.said(
        "want", "danger", "sign_first", "sign_second", "window"
    )


@pytest.mark.parametrize(
    ("channel", "choice", "step"),
    [(Channel.WEB, "later", "handoff.code"), (Channel.TELEGRAM, "later_here", "handoff.waiting")],
)
def test_the_code_is_told_on_the_web(channel: Channel, choice: str, step: str) -> None:
    """On Telegram her chat is the way back; the code is there if she asks."""
    walk = offered(channel).choose("yes", *SIGN, choice)

    assert step == walk.position.step


def test_coming_back_by_herself_is_the_first_choice() -> None:
    """TG-7: the default is that nothing appears until she asks."""
    for channel in Channel:
        assert offered(channel).choose("yes", *SIGN).ids[0].startswith("later")


def test_too_many_at_once_end_in_numbers() -> None:
    """What cannot begin ends in numbers to call at once, never in a queue."""
    walk = offered().choose("yes", *SIGN).choose("now", is_done=False)

    assert "handoff.full" == walk.position.step
    assert walk.turn.screen is not None
    assert ["1522", "112"] == [number.value for number in walk.turn.screen.numbers]


def test_refusing_keeps_every_information() -> None:
    """No, at the offer and at the last question, leads to the numbers and all the rest."""
    assert "person.start" == offered().choose("no").position.step
    assert "person.start" == offered().choose("yes", *SIGN, "no").position.step


def test_hl_1_the_privacy_question_comes_first() -> None:
    """Whoever may be seen is respected and may go on."""
    walk = Walk().choose("chat")
    assert "handoff.privacy" == walk.position.step

    assert "handoff.about" == walk.choose("yes", "next").position.step


def test_hl_6_what_is_told_before_she_begins() -> None:
    """Hours and wait, who answers, that a program is first, what is kept, when secrecy ends."""
    walk = Walk().choose("chat", "no")
    told = [walk.text, walk.choose("next").text, walk.choose("next").text]

    for words in ("orari", "si aspetta", "È una donna", "programma", "segreto"):
        assert words in told[0]
    assert "Un giorno dopo la chiusura la chiave è distrutta" in told[1]
    assert "app spia" in told[2]


def test_tg_9_the_web_chat_is_offered_on_telegram() -> None:
    """Before any word: that Telegram can read, where the web chat is, how to delete by hand."""
    walk = Walk(Channel.TELEGRAM).choose("chat", "no", "next", "next")

    for words in ("Telegram può leggere", "info.example", "Elimina"):
        assert words in walk.text
    assert "info.example" not in Walk(Channel.WEB).choose("chat", "no", "next", "next").text


def test_rk_2_declared_danger_shows_112_first() -> None:
    """112 before everything, and she can still go on to a person."""
    walk = Walk().choose("chat", "no", "next", "next", "next", "unsaid", "yes")

    assert walk.turn.screen is not None
    assert ["112", "1522"] == [number.value for number in walk.turn.screen.numbers]
    assert "handoff.place" == walk.choose("place").position.step
    assert ("yes",) == walk.said("danger")


def test_p8_not_saying_takes_nothing_back() -> None:
    """Danger once declared stays declared: what she says can only move her up."""
    walk = Walk().choose("chat", "no", "next", "next", "next", "unsaid", "yes")
    walk.position = walk.machine.moved(walk.position, "handoff.danger")
    walk.turn = walk.machine.look(walk.position, walk.channel, TODAY)

    assert ("yes",) == walk.choose("unsaid").said("danger")


def test_a_place_is_asked_once() -> None:
    """Who looked for a centre before is asked only whether near or far."""
    walk = Walk().hear(PlaceFound(3))
    walk.position = walk.machine.moved(walk.position, "handoff.danger")
    walk.turn = walk.machine.look(walk.position, walk.channel, TODAY)

    assert ["yes", "no_known", "unsaid_known"] == walk.ids
    assert "handoff.offer" == walk.choose("no_known", "far").position.step
    assert ("yes",) == walk.said("far")


def test_a_place_can_be_typed_on_the_way() -> None:
    """Typed at the question, a place leads on with it and not to the list of centres."""
    walk = Walk().choose("chat", *TO_THE_OFFER[:-1]).hear(PlaceFound(3))

    assert ("handoff.far", 3) == (walk.position.step, walk.machine.area(walk.position))


def test_two_words_are_two_words() -> None:
    """The second word is another than the first: turned round it must be another sign."""
    walk = offered().choose("yes", "luna")

    assert "luna" not in walk.ids
    assert 11 == len([each for each in walk.ids if each != "change"])


def test_her_sign_is_told_once_and_turned_round() -> None:
    """She reads both signs on one screen, with exit there as everywhere."""
    walk = offered().choose("yes", *SIGN[:2])

    assert "handoff.sign_told" == walk.position.step
    assert "Prima: Mare. Poi: Neve." in walk.text
    assert "Prima: Neve. Poi: Mare." in walk.text
    assert "Mare" not in walk.choose("next").text
    walk.hear(Pressed(Press.EXIT))
    assert walk.turn.exits


@pytest.mark.parametrize("step", ["opening.leave", "menu.menu"])
@pytest.mark.parametrize("desk", [True, False])
def test_the_way_back_is_on_every_first_screen(step: str, desk: bool) -> None:  # noqa: FBT001
    """A fresh start looks the same for everybody, whatever waits for her."""
    walk = Walk(step=step, desk=desk).choose("again")

    assert "again.start" == walk.position.step


def test_coming_back_asks_privacy_and_sign() -> None:
    """The privacy question, two words, and a code for those who have one."""
    walk = Walk(step="menu.menu").choose("again", "no", "mare", "neve")

    assert AskKind.CODE is walk.machine.asks(walk.position)
    assert ("mare", "neve") == walk.said("sign_first", "sign_second")
    assert "handoff.window" == walk.choose("none").position.step
    assert (Act.RETURN,) == walk.acts


@pytest.mark.parametrize("typed", [True, False])
def test_whatever_is_not_right_looks_the_same(typed: bool) -> None:  # noqa: FBT001
    """Wrong, turned round, missing, expired: one screen, which says nothing of anybody."""
    walk = Walk(step="menu.menu").choose("again", "no", "neve", "mare")
    if typed:
        walk.hear(Code(), is_done=False)
    else:
        walk.choose("none", is_done=False)

    assert "again.nothing" == walk.position.step


@pytest.mark.parametrize(
    "step", ["waiting", "talk", "proposal", "emergency", "not_kept", "window", "code", "finish"]
)
def test_p13_taking_back_is_two_presses_away(step: str) -> None:
    """One press, one question; then it is told that the words cannot be read."""
    walk = Walk(step=f"handoff.{step}").choose("erase", "yes")

    assert ("handoff.erased", (Act.WITHDRAW,)) == (walk.position.step, walk.acts)


@pytest.mark.parametrize("step", ["waiting", "talk", "proposal", "emergency", "not_kept"])
def test_words_not_kept_are_told_not_kept(step: str) -> None:
    """P6: she is told, and may write again on the same screen."""
    walk = Walk(step=f"handoff.{step}").hear(Words(), is_done=False)

    assert "handoff.not_kept" == walk.position.step
    assert "Il 1522 risponde sempre" in walk.text
    assert "handoff.waiting" == walk.hear(Words()).position.step


@pytest.mark.parametrize("step", ["window", "code", "finish", "erase"])
def test_p6_words_find_the_person_where_no_box_is(step: str) -> None:
    """On Telegram she can write at any moment: within a handoff it is never a place."""
    walk = Walk(step=f"handoff.{step}").hear(Words())

    assert ("handoff.talk", (Act.WRITE,)) == (walk.position.step, walk.acts)


def test_hl_15_the_closing_words() -> None:
    """How to take the chat away, that exit is there, what her words are worth now."""
    telegram = Walk(Channel.TELEGRAM, "handoff.talk").choose("finish", "yes")
    web = Walk(Channel.WEB, "handoff.talk").choose("finish", "yes")

    assert (Act.FINISH,) == telegram.acts
    for words in ("Elimina", "Esci subito", "due parole"):
        assert words in telegram.text
    assert "cronologia" in web.text


def test_from_112_she_finds_her_chat_again() -> None:
    """In this visit; a fresh start shows no such way, and a chat that is over neither."""
    walk = offered().choose("yes", *SIGN, "now").hear(Pressed(Press.DANGER))
    assert "back" in walk.ids
    assert "handoff.talk" == walk.choose("back").position.step

    assert "back" not in Walk(step="danger.now").ids
    assert "back" not in walk.choose("finish", "yes").hear(Pressed(Press.DANGER)).ids


def test_no_queue_is_promised_that_does_not_exist() -> None:
    """Without a desk the numbers are all there is, and no word says otherwise."""
    with_desk, without = Walk(), Walk(desk=False)

    assert ("chat" in with_desk.ids, "chat" in without.ids) == (True, False)
    assert "risponde solo un programma" in without.text
    assert "scrivere qui" in with_desk.text


def test_the_offer_can_be_asked_for_another() -> None:
    """The button that refuses a centre has its words in the library."""
    walk = offered()

    assert walk.at.show is not None
    assert (ShowKind.OFFER, True) == (walk.at.show.kind, bool(walk.at.show.another))
    walk.hear(Pressed(Press.AVOID, 7))
    assert ("handoff.offer", (7,)) == (walk.position.step, walk.machine.avoided(walk.position))

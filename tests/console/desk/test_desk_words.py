"""The desk has words for everything it may have to say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.desk.practice import _WORDS
from console.desk.replies import PRIVACY, shipped_replies
from console.desk.words import (
    ENDINGS,
    MARKS,
    OUTCOMES,
    REASONS,
    STATES,
    UPWARD,
    WANTS,
    happened,
    waited,
)
from flows.reader import read_library, shipped_library
from locales.catalogues import Catalogues
from routing.desk import Mark, Upward
from routing.handoff import Ending, Reason, Want
from routing.ports import LineState

SAY = Catalogues({})


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (WANTS, Want),
        (REASONS, Reason),
        (ENDINGS, Ending),
        (STATES, LineState),
        (UPWARD, Upward),
        (MARKS, Mark),
    ],
)
def test_everything_has_words(words: dict[str, str], kinds: type) -> None:
    """A new kind without words would stop the page."""
    assert set(kinds) == set(words)


def test_an_operator_cannot_choose_what_only_she_or_time_does() -> None:
    """Withdrawn, finished, expired and idle are no outcomes of hers."""
    assert not {Ending.WITHDRAWN, Ending.FINISHED, Ending.EXPIRED, Ending.IDLE} & set(OUTCOMES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claimed", "Anna ha preso il contatto."),
        ("proposed:cadmi", "Anna le ha proposto un altro centro: CADMI."),
        ("moved_up:children", "Anna l'ha fatta passare avanti: ci sono bambini."),
        ("closed:sent_to_112", "Chiuso: indirizzata al 112."),
        ("conflict", "Una collega ha segnalato un conflitto di interesse: è tornato in coda."),
    ],
)
def test_a_mark_is_a_sentence(text: str, said: str) -> None:
    """Its code and its detail, in words."""
    assert said == SAY.say_to_staff(happened(text, "Anna", {"cadmi": "CADMI"}), "it")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-5, "da meno di un minuto"), (14, "da 14 min"), (60, "da 1 h 0 min"), (135, "da 2 h 15 min")],
)
def test_a_wait_is_told_in_minutes_then_in_hours(minutes: int, said: str) -> None:
    """A clock that jumped back makes no negative wait."""
    assert said == SAY.say_to_staff(waited(timedelta(minutes=minutes)), "it")


def test_ready_replies_are_whole() -> None:
    """Each in the four languages that are offered, each once, the privacy question first."""
    replies = shipped_replies()

    assert PRIVACY == replies[0].id
    assert len(replies) == len({reply.id for reply in replies})
    assert all({"it", "en", "es", "ar"} <= set(reply.words) for reply in replies)
    assert all(text.strip() for reply in replies for text in reply.words.values())


def test_a_language_without_words_gets_the_italian() -> None:
    """And nobody takes it for reviewed."""
    hello = next(reply for reply in shipped_replies() if reply.id == "hello")

    assert hello.italian == hello.put("uk")
    assert hello.is_draft("uk")


def test_a_rehearsal_uses_words_her_chat_offers() -> None:
    """Otherwise nobody could come in with its sign."""
    library, _ = read_library(shipped_library())
    assert library is not None
    first, second = library.steps["again.first"], library.steps["again.second"]

    assert _WORDS[0] in {choice.remember.get("sign_first") for choice in first.choices}
    assert _WORDS[1] in {choice.remember.get("sign_second") for choice in second.choices}

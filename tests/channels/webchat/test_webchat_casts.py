"""Screens drawn once for everybody: the same bytes as drawn anew, and nothing of anybody kept."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from bot.channels.webchat.casts import MOST_KEPT
from bot.channels.webchat.pages import Pages
from bot.conversation import Address
from bot.settings import Mode, Settings
from bot.view import AskBox, Button, CallNumber, Item, View
from flows.definition import Channel
from tests.dialogue import shipped_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation import Conversation

_EXIT, _DANGER = Button("Esci subito", "e" * 42), Button("112", "d" * 42)
_VIEW = View(
    language="it",
    direction="ltr",
    title="Titolo",
    paragraphs=("Parole.",),
    numbers=(),
    items=(Item("Centro", ("Vicino.",), button=Button("Centro", "i" * 42)),),
    choices=(Button("Sì", "s" * 42), Button("No", "n" * 42)),
    ask=AskBox("Dove?", "Cerca", "a" * 42),
    exit=_EXIT,
    danger=_DANGER,
    home=Button("Inizio", "h" * 42),
    languages=Button("Lingua", "l" * 42),
)
#: Another value for every field that says something.
_OTHERS = {
    "language": "en",
    "direction": "rtl",
    "title": "Altro",
    "paragraphs": ("Altre parole.",),
    "numbers": (CallNumber("112", "112"),),
    "items": (Item("Centro", ("Lontano.",)),),
    "choices": (Button("Sì", "s" * 42, "es"), Button("No", "n" * 42)),
    "ask": AskBox("Dove?", "Cerca", "a" * 42, "code"),
    "exit": Button("Exit", "e" * 42),
    "danger": Button("1-1-2", "d" * 42),
    "home": None,
    "languages": None,
    "small_print": "Dati di altri",
    "said": ("Ciao",),
    "is_live": True,
}


@pytest.fixture
def pages() -> Pages:
    """What draws, with nothing kept yet."""
    say = shipped_content(Settings(mode=Mode.DEMO)).catalogues.say
    return Pages("Info", "https://weather.example/", say, is_demo=True)


def walk(talk: Conversation, key: str, presses: int) -> Iterator[View]:
    """Press at random; screens of a handoff are left out."""
    address, chance = Address(Channel.WEB, key), random.Random(key)
    view = talk.begin(address).view
    for _ in range(presses):
        assert view is not None
        yield view
        around = (*view.buttons, view.danger, view.home, view.languages)
        answer = talk.press(address, chance.choice([each for each in around if each]).token)
        if answer.view is not None and view.ask and chance.random() < 0.5:
            answer = talk.typed(address, "lambrate", token=view.ask.token)
        view = answer.view or talk.begin(address).view


def test_kept_or_drawn_anew_a_page_is_the_same(talk: Conversation, pages: Pages) -> None:
    """Two women on the same screens: each gets her own tokens, and all of them."""
    for key in ("a" * 22, "b" * 22, "a" * 22):
        for view in walk(talk, key, 250):
            for is_part in (False, True):
                expected = pages.draw(view, is_part=is_part)
                assert expected == pages.draw_common(view, is_part=is_part)
    assert 20 < len(pages._casts) <= MOST_KEPT


@pytest.mark.parametrize("name", [field.name for field in fields(View)])
def test_whatever_differs_on_a_screen_is_drawn(pages: Pages, name: str) -> None:
    """No field of a screen is forgotten when it is looked up."""
    other = replace(_VIEW, **{name: _OTHERS[name]})
    pages.draw_common(_VIEW)
    assert pages.draw(other) == pages.draw_common(other)


def test_p13_nothing_of_anybody_is_kept(talk: Conversation, pages: Pages) -> None:
    """No token; no screen with a person's words, or with a box for hers."""
    for view in walk(talk, "c" * 22, 60):
        pages.draw_common(view)
        for cast in pages._casts._kept.values():
            assert view.danger.token.encode() not in b"".join(cast.pieces)
    before = len(pages._casts)
    for name, value in (
        ("said", ("Ciao",)),
        ("is_live", True),
        ("ask", AskBox("Scrivi", "Manda", "a" * 42, "words")),
    ):
        pages.draw_common(replace(_VIEW, **{name: value}))
    assert before == len(pages._casts)


def test_no_more_is_kept_than_is_said(pages: Pages) -> None:
    """However many screens there are."""
    for number in range(2 * MOST_KEPT + 1):
        pages.draw_common(replace(_VIEW, title=str(number)))
        assert len(pages._casts) <= MOST_KEPT


def test_other_words_of_the_page_are_seen_at_once(pages: Pages) -> None:
    """An edition that goes live says the page's own words anew."""
    pages.draw_common(_VIEW)
    pages.renew(lambda what, language: "Parola")
    assert b">Parola</a>" in pages.draw_common(_VIEW)

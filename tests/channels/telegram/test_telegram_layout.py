"""How a view becomes a message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.screens import MOST_TEXT, draw
from bot.conversation import Address
from bot.view import Button, CallNumber, Item, View
from flows.definition import Channel
from tests.channels.telegram.talk import ShortTalk

HERE = Address(Channel.TELEGRAM, "11")
NUMBER = CallNumber("+390255038585", "02 5503 8585", "Clinica")


def a_view(**changes: Any) -> View:
    """A screen with a few things on it."""
    view = ShortTalk().begin(HERE).view
    assert view is not None
    return replace(view, **changes)


def buttons(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button, row after row."""
    return [button for row in drawn["reply_markup"]["inline_keyboard"] for button in row]


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def test_p1_exit_and_112_close_every_screen() -> None:
    """The way out and 112 stand together in one row."""
    rows = draw(a_view())["reply_markup"]["inline_keyboard"]

    assert ["Esci subito", "112"] == [button["text"] for button in rows[-2]]
    assert "danger" == rows[-2][0]["style"]


def test_numbers_stand_in_text_and_can_be_copied() -> None:
    """No `tel:` button: the number is read in the text and copied by a button."""
    drawn = draw(a_view(numbers=(NUMBER,)))

    assert "02 5503 8585  Clinica" in drawn["text"]
    assert {"text": "📋 02 5503 8585", "copy_text": {"text": "+390255038585"}} in buttons(drawn)
    assert "url" not in str(drawn)


def test_names_are_bold_where_they_stand() -> None:
    """Entities count in UTF-16: an emoji before them moves them by two."""
    view = a_view(title="Vicino 🏠", items=(Item("Casa <b>_*", ("Aperta.",)),))
    drawn = draw(view)
    encoded = drawn["text"].encode("utf-16-le")
    bold = [
        encoded[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
        for one in drawn["entities"]
    ]

    assert ["Vicino 🏠", "Casa <b>_*"] == bold


def test_numbers_survive_a_screen_that_is_too_long() -> None:
    """What does not fit is left out whole, never in the middle of a sentence; numbers stay."""
    items = tuple(Item(f"Centro {i}", ("x" * 400,)) for i in range(20))
    drawn = draw(a_view(numbers=(NUMBER,), items=items, small_print="Fonti. " * 20))

    assert units(drawn["text"]) <= MOST_TEXT
    assert "02 5503 8585" in drawn["text"]
    assert all("x" * 400 in part for part in drawn["text"].split("\n\n") if "Centro" in part)


@given(st.lists(st.text(max_size=1500), max_size=8), st.text(max_size=300))
def test_any_text_fits(paragraphs: list[str], title: str) -> None:
    """Whatever authors write, the message is one Telegram takes, with its entities inside."""
    drawn = draw(a_view(title=title, paragraphs=tuple(paragraphs), numbers=(NUMBER,)))

    assert units(drawn["text"]) <= MOST_TEXT
    for one in drawn.get("entities", []):
        assert one["offset"] + one["length"] <= units(drawn["text"])


def test_numbers_are_isolated_right_to_left() -> None:
    """1522 never reads 2251 between Arabic words (LA-5)."""
    view = a_view(
        direction="rtl",
        paragraphs=("اتصلي بالرقم 1522 الآن",),
        numbers=(replace(NUMBER, label=""),),
    )
    text = draw(view)["text"]

    assert "\u20661522\u2069" in text
    assert "\u200f\u206602 5503 8585\u2069" in text


def test_screen_without_words_names_its_choices() -> None:
    """Telegram takes no empty message: the list of languages is its own text."""
    choices = (Button("Italiano", "a"), Button("العربية", "b"))
    drawn = draw(a_view(title="", paragraphs=(), choices=choices))

    assert "Italiano · العربية" == drawn["text"]
    assert "entities" not in drawn


def test_short_choices_share_a_row() -> None:
    """Two short labels stand side by side, a long one by itself."""
    choices = (Button("Sì", "a"), Button("No", "b"), Button("Voglio parlare con una persona", "c"))
    rows = draw(a_view(choices=choices))["reply_markup"]["inline_keyboard"]

    assert [["Sì", "No"], ["Voglio parlare con una persona"]] == [
        [button["text"] for button in row] for row in rows[:2]
    ]


def test_refused_fields_are_left_out() -> None:
    """A server that does not know them gets a plain screen."""
    without = frozenset({"style", "copy_text", "entities", "link_preview_options"})
    drawn = draw(a_view(numbers=(NUMBER,)), without)

    assert {"text", "reply_markup"} == drawn.keys()
    assert not [one for one in buttons(drawn) if "style" in one or "copy_text" in one]
    assert "02 5503 8585" in drawn["text"]

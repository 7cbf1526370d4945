"""From a view to the bytes of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.channels.webchat.words import words_in

if TYPE_CHECKING:
    from bot.channels.webchat.words import Say, Words
    from bot.view import View

#: Before she has chosen, the page has to be in some language for screen readers.
_DOOR_LANGUAGE = "it"

# A run of two or more digits, as a phone number or a postcode is written. Not a part of a time
# or a date: taken apart, "09:30" would read "30:09" from right to left.
_NUMBER = re.compile(r"(?<![\w#+])(?<!\d[:.,/–-])\+?\d(?:[ \u00a0]?\d)+(?![:.,/–-]?\d)(?!\w)")


def keep_numbers_whole(text: str) -> Markup:
    """Isolate the numbers in a text: from right to left 1522 must not become 2251."""
    return Markup(_NUMBER.sub(r'<bdi dir="ltr">\g<0></bdi>', str(escape(text))))  # noqa: S704 (escaped first)


class Pages:
    """Draws views. Templates are read and compiled once, when it is made."""

    def __init__(self, title: str, leave_to: str, say: Say, *, is_demo: bool) -> None:
        environment = Environment(
            loader=PackageLoader("bot.channels.webchat"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters["numbers"] = keep_numbers_whole
        environment.globals.update(title=title, leave_to=leave_to, is_demo=is_demo)
        self._page = environment.get_template("page.html")
        self._plain = environment.get_template("plain.html")
        self._say = say
        self._words: dict[str, Words] = {}

    def draw(self, view: View, *, is_part: bool = False) -> bytes:
        """Draw a screen; as a part, without what the browser already has."""
        language = view.language or _DOOR_LANGUAGE
        return self._page.render(
            view=view,
            language=language,
            is_door=not view.language,
            is_part=is_part,
            words=self._words_in(language),
        ).encode()

    def draw_leaving(self) -> bytes:
        """Draw the empty page between a typed way out and the neutral site."""
        return self._plain.render(
            language=_DOOR_LANGUAGE, words=self._words_in(_DOOR_LANGUAGE), is_leaving=True
        ).encode()

    def draw_trouble(self) -> bytes:
        """Draw what she sees when we failed: a way on, 112 and the way out."""
        return self._plain.render(
            language=_DOOR_LANGUAGE, words=self._words_in(_DOOR_LANGUAGE), is_leaving=False
        ).encode()

    def _words_in(self, language: str) -> Words:
        words = self._words.get(language)
        if words is None:
            words = self._words[language] = words_in(language, self._say)
        return words

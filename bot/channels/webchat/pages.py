"""From a view to the bytes of a page."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.channels.webchat.casts import Casts, is_common
from bot.channels.webchat.words import words_in
from bot.view import Button

if TYPE_CHECKING:
    from bot.channels.webchat.proofs import Challenge
    from bot.channels.webchat.words import Say, Words
    from bot.view import View

#: Before she has chosen, the page has to be in some language for screen readers.
_DOOR_LANGUAGE = "it"
_ONCE_BYTES = 16

# A run of two or more digits, as a phone number or a postcode is written. Not a part of a time
# or a date: taken apart, "09:30" would read "30:09" from right to left.
_NUMBER = re.compile(r"(?<![\w#+])(?<!\d[:.,/–-])\+?\d(?:[ \u00a0]?\d)+(?![:.,/–-]?\d)(?!\w)")

#: A return code, which stands alone and is drawn large: "4417 9023 5518".
_CODE = re.compile(r"\d{4}(?: \d{4}){2}")


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
        environment.tests["code"] = _CODE.fullmatch
        environment.globals.update(title=title, leave_to=leave_to, is_demo=is_demo)
        self._page = environment.get_template("page.html")
        self._plain = environment.get_template("plain.html")
        self._say = say
        self._words: dict[str, Words] = {}
        self._casts = self._no_casts()

    def renew(self, say: Say) -> None:
        """Say the page's own words as another edition has them."""
        self._say = say
        self._words = {}
        self._casts = self._no_casts()

    def draw_common(self, view: View, *, is_part: bool = False) -> bytes:
        """Draw a screen of the conversation itself, the same as for everybody who is there."""
        if is_common(view):
            return self._casts.page(view, is_part=is_part)
        return self.draw(view, is_part=is_part)

    def draw(
        self,
        view: View,
        *,
        is_part: bool = False,
        draft: str = "",
        once: str = "",
        challenge: Challenge | None = None,
    ) -> bytes:
        """Draw a screen.

        Args:
            view: what stands on it.
            is_part: without what the browser already has.
            draft: words of hers that could not be kept: they go back into the box.
            once: the random value they were sent with, so that they are one line at last.
            challenge: the work her browser has to do before it may go on.
        """
        language = view.language or _DOOR_LANGUAGE
        return self._page.render(
            view=view,
            language=language,
            is_door=not view.language,
            is_part=is_part,
            draft=draft,
            once=once or secrets.token_urlsafe(_ONCE_BYTES),
            challenge=challenge,
            words=self._words_in(language),
        ).encode()

    def draw_work(
        self, around: View, token: str, challenge: Challenge, *, is_early: bool, is_part: bool
    ) -> bytes:
        """Draw the calm page before a handoff begins, within what every screen has."""
        words = self._words_in(around.language or _DOOR_LANGUAGE)
        view = replace(
            around,
            title=words.moment,
            paragraphs=((words.early,) if is_early else ()) + (words.work,),
            numbers=(),
            items=(),
            choices=(Button(words.go_on, token),),
            ask=None,
            small_print="",
        )
        return self.draw(view, is_part=is_part, challenge=challenge)

    def too_long(self, language: str) -> str:
        """Return what she reads when her words are too many for one message."""
        return self._words_in(language or _DOOR_LANGUAGE).too_long

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

    def _no_casts(self) -> Casts:
        return Casts(lambda view, is_part: self.draw(view, is_part=is_part))

    def _words_in(self, language: str) -> Words:
        words = self._words.get(language)
        if words is None:
            words = self._words[language] = words_in(language, self._say)
        return words

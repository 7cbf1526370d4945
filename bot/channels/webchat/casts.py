"""Screens that are the same for everybody but for their buttons: drawn once, filled each time.

Drawing was the largest part of what a turn costs. Nothing of a handoff comes here: what is kept
are the words of public screens, never a token, and nothing tells who saw them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from bot.view import AskBox, Button, View

#: Of a few kB each. Whatever is not pressed any more goes with the rest when there is no more room.
MOST_KEPT: Final = 256

# What no sentence of ours holds, and no escaping changes.
_MARK: Final = re.compile(rb"\0(\d+)\0")


@dataclass(frozen=True, slots=True)
class Cast:
    """A drawn screen with gaps for its tokens."""

    #: What stands around the gaps; every second one is a gap.
    pieces: tuple[bytes, ...]
    #: Which token of the view each gap takes, in the order of the page.
    takes: tuple[int, ...]

    def fill(self, tokens: list[str]) -> bytes:
        """Return the page with these tokens in its buttons."""
        whole = list(self.pieces)
        whole[1::2] = [tokens[number].encode() for number in self.takes]
        return b"".join(whole)


class Casts:
    """Keeps what was drawn, by everything on it but tokens."""

    def __init__(self, draw: Callable[[View, bool], bytes]) -> None:
        self._draw = draw
        self._kept: dict[Hashable, Cast] = {}

    def page(self, view: View, *, is_part: bool) -> bytes:
        """Return the page of a screen that shows nothing of a handoff."""
        shape = (is_part, _shape(view))
        cast = self._kept.get(shape)
        if cast is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            cast = self._kept[shape] = _cast(self._draw(_marked(view), is_part))
        return cast.fill([button.token for button in _buttons(view)])

    def __len__(self) -> int:
        return len(self._kept)


def is_common(view: View) -> bool:
    """Whether a screen may be kept: nobody's words on it, and no box for any."""
    return not (view.said or view.is_live or (view.ask and view.ask.kind == "words"))


def _shape(view: View) -> Hashable:
    ask, home, languages = view.ask, view.home, view.languages
    return (
        view.language,
        view.direction,
        view.title,
        view.paragraphs,
        view.numbers,
        tuple(
            (item.name, item.lines, item.numbers, item.button and item.button.label)
            for item in view.items
        ),
        tuple([(choice.label, choice.language) for choice in view.choices]),
        ask and (ask.label, ask.send, ask.kind),
        view.exit.label,
        view.danger.label,
        home and home.label,
        languages and languages.label,
        view.small_print,
    )


def _buttons(view: View) -> list[Button | AskBox]:
    """Everything that carries a token, in the order in which `_marked` counts."""
    around = (view.exit, view.danger, view.home, view.languages, view.ask)
    return [
        *(item.button for item in view.items if item.button),
        *view.choices,
        *(each for each in around if each),
    ]


def _marked(view: View) -> View:
    """The same screen with a mark in place of each token."""
    numbers = count()

    def mark() -> str:
        return f"\0{next(numbers)}\0"

    return replace(
        view,
        items=tuple(
            replace(item, button=item.button and replace(item.button, token=mark()))
            for item in view.items
        ),
        choices=tuple(replace(choice, token=mark()) for choice in view.choices),
        exit=replace(view.exit, token=mark()),
        danger=replace(view.danger, token=mark()),
        home=view.home and replace(view.home, token=mark()),
        languages=view.languages and replace(view.languages, token=mark()),
        ask=view.ask and replace(view.ask, token=mark()),
    )


def _cast(page: bytes) -> Cast:
    pieces = _MARK.split(page)
    return Cast(tuple(pieces), tuple(int(number) for number in pieces[1::2]))

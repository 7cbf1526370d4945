"""A position and a pressed button as few bytes, so that they travel inside the button.

    revision 4 | language 1 | step 2 | choice 1 | facts 0..16 | argument 0 or 3

Sealing is not done here (`storage.vault`): these bytes are never shown bare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.errors import TooManyFactsError
from flows.turn import Position, Press, Pressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flows.definition import Library

#: Telegram gives a button 64 characters: 48 bytes, 16 of which seal them. Eight
#: tell where she is and three what an offered place or centre is; five stay in hand.
FACT_BYTES = 16

_ONE_BYTE = tuple(bytes((number,)) for number in range(256))

_HEAD = 8
_ARGUMENT = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What can be read of any position, also one whose revision is gone."""

    revision: bytes
    language: int


def head_of(body: bytes) -> Head | None:
    """The revision and language number of a packed position; `None` if it is none."""
    if len(body) < _HEAD:
        return None
    return Head(body[:4], body[4])


class Packer:
    """Packs the positions of one library's revision."""

    def __init__(self, library: Library, languages: Mapping[str, int]) -> None:
        """`languages` gives each language tag its number, the same for ever.

        Raises:
            TooManyFactsError: if what the library remembers has no room.
        """
        self._revision = library.revision
        self._steps = tuple(library.steps)
        self._step_numbers = {name: number for number, name in enumerate(self._steps)}
        self._language_numbers = dict(languages)
        self._languages = {number: tag for tag, number in languages.items()}
        self._widths = tuple(fact.bits for fact in library.remembered)
        bits = sum(self._widths)
        if bits > FACT_BYTES * 8:
            raise TooManyFactsError(bits, FACT_BYTES * 8)
        self._fact_bytes = (bits + 7) // 8

    def pack(self, position: Position, pressed: Pressed) -> bytes:
        """Eight bytes and what is remembered."""
        return self.at(position)(pressed.choice, pressed.argument)

    def at(self, position: Position) -> Callable[[int, int], bytes]:
        """What packs the buttons of one position, given choice and argument.

        A screen has up to twenty buttons, and they differ in these alone.
        """
        before = (
            self._revision
            + bytes((self._language_numbers.get(position.language, 0),))
            + self._step_numbers[position.step].to_bytes(2, "big")
        )
        facts = 0
        for width, value in zip(self._widths, position.facts, strict=True):
            facts = facts << width | value
        after = facts.to_bytes(self._fact_bytes, "big")

        def pack(choice: int, argument: int) -> bytes:
            body = before + _ONE_BYTE[choice] + after
            if choice < Press.TYPED:
                return body
            return body + argument.to_bytes(_ARGUMENT, "big")

        return pack

    def unpack(self, body: bytes) -> tuple[Position, Pressed] | None:
        """What `pack` was given; `None` for bytes that it did not make."""
        end = _HEAD + self._fact_bytes
        if len(body) < end or body[:4] != self._revision:
            return None
        choice = body[7]
        if len(body) != end + (_ARGUMENT if choice >= Press.TYPED else 0):
            return None
        number = int.from_bytes(body[5:7], "big")
        if number >= len(self._steps):
            return None
        position = Position(
            revision=self._revision,
            step=self._steps[number],
            language=self._languages.get(body[4], ""),
            facts=self._facts(int.from_bytes(body[_HEAD:end], "big")),
        )
        return position, Pressed(choice, int.from_bytes(body[end:], "big"))

    def _facts(self, packed: int) -> tuple[int, ...]:
        values = []
        for width in reversed(self._widths):
            values.append(packed & (1 << width) - 1)
            packed >>= width
        return tuple(reversed(values))

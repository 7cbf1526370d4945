"""The sentences the program fills in, and which lines fit one screen."""

from __future__ import annotations

from datetime import UTC, datetime
from string import Formatter

from hypothesis import given
from hypothesis import strategies as st

from bot.contact import words
from bot.contact.pages import ROOM, page
from flows.definition import Channel
from routing.ports import HeldLine

_LONGEST = 20
OTHERS = {"N_", "SOURCE", "TYPE_CHECKING"}
#: The longest name of a node in the shipped network has so many words.
_NAME_WORDS = 8


def test_no_sentence_is_longer_than_twenty_words() -> None:
    """Also with a centre's name in it, each sentence can be read at a glance."""
    texts = [value for name, value in vars(words).items() if name.isupper() and name not in OTHERS]
    long = []
    for text in texts:
        places = {name for _, name, _, _ in Formatter().parse(text) if name}
        filled = text.format_map(dict.fromkeys(places, "x"))
        extra = _NAME_WORDS - 1 if places & {"node", "other"} else 0
        long += [
            sentence
            for sentence in filled.split(". ")
            if len(sentence.split()) + (extra if "x" in sentence.split() else 0) > _LONGEST
        ]

    assert [] == long


lines = st.lists(st.tuples(st.integers(1, ROOM[Channel.TELEGRAM]), st.booleans()), max_size=12)


@given(lines)
def test_p6_every_line_gets_its_turn(sizes: list[tuple[int, bool]]) -> None:
    """Shown page after page, each line is drawn, in order, the oldest unshown always first."""
    held = [
        HeldLine(number=number, text="a" * size, at=datetime(2026, 1, 1, tzinfo=UTC), shown=shown)
        for number, (size, shown) in enumerate(sizes, start=1)
    ]
    left = [line.number for line in held if not line.shown]
    drawn: list[int] = []
    while left:
        on_screen, rest = page(held, Channel.TELEGRAM)
        fresh = [line.number for line in on_screen if not line.shown]
        assert left[: len(fresh)] == fresh
        assert sorted(line.number for line in on_screen) == [line.number for line in on_screen]
        drawn += fresh
        left = left[len(fresh) :]
        assert len(left) == rest
        held = [
            HeldLine(number=each.number, text=each.text, at=each.at, shown=each.number not in left)
            for each in held
        ]

    assert drawn == [number for number, (_, shown) in enumerate(sizes, start=1) if not shown]

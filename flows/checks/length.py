"""Whether texts are short and plain enough: bubbles, labels, titles, whole screens (LA-4, TG)."""

from __future__ import annotations

from statistics import median, median_low
from typing import TYPE_CHECKING

from flows.checks.gulpease import LEAST, MEDIAN, gulpease, words_between_spaces
from flows.checks.texts import Role, filled, sentences_of
from flows.definition import Channel
from flows.issues import error, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flows.checks.catalogues import Tongue
    from flows.checks.screens import Screens, Way
    from flows.checks.texts import Line
    from flows.definition import Library, Step
    from flows.issues import Issue

MOST_WORDS_IN_BUBBLE = 60
MOST_WORDS_IN_SENTENCE = 15
LONGEST_LABEL = 44
LONGEST_TITLE = 40
#: A screen of Telegram that needs no scrolling on a small phone.
LONGEST_SCREEN = 900
MOST_CHOICES = 14


def check_line(line: Line, tongue: Tongue, library: Library) -> Iterator[Issue]:
    """One sentence: its length, and how easy it is to read."""
    source = tongue.words(line.text)
    if source is None:
        return
    words = filled(source, library.facts)
    if line.is_button:
        if len(words) > LONGEST_LABEL:
            yield _long(line, tongue, len(words), LONGEST_LABEL)
    elif line.role is Role.TITLE:
        if len(words) > LONGEST_TITLE:
            yield _long(line, tongue, len(words), LONGEST_TITLE)
    else:
        yield from _bubble(line, tongue, words)


def check_screens(library: Library, screens: Screens, tongues: Sequence[Tongue]) -> Iterator[Issue]:
    """Whole screens: their buttons, and their length on Telegram."""
    for step in library.steps.values():
        most = max(len(way.choices) for way in screens.ways(step))
        if most > MOST_CHOICES:
            yield _many_choices(step, most)
        for tongue in tongues:
            longest = max(_length(way, tongue, library) for way in screens.ways(step))
            if longest > LONGEST_SCREEN:
                yield _long_screen(step, tongue, longest)


def check_median(library: Library, lines: Iterable[Line]) -> Iterator[Issue]:
    """The Italian as a whole: half of the bubbles must be easier than the least allowed."""
    told = (filled(line.text.source, library.facts) for line in lines if line.role is Role.BUBBLE)
    indices = [index for words in told if (index := gulpease(words)) is not None]
    if indices and median(indices) < MEDIAN:
        yield _hard_on_the_whole(library, median_low(indices))


def _bubble(line: Line, tongue: Tongue, words: str) -> Iterator[Issue]:
    count = len(words_between_spaces(words))
    if count > MOST_WORDS_IN_BUBBLE:
        yield _long_bubble(line, tongue, count)
    if not tongue.is_source:
        return
    longest = max((len(words_between_spaces(each)) for each in sentences_of(words)), default=0)
    if longest > MOST_WORDS_IN_SENTENCE:
        yield _long_sentence(line, longest)
    index = gulpease(words)
    if index is not None and index < LEAST:
        yield _hard_to_read(line, index)


def _length(way: Way, tongue: Tongue, library: Library) -> int:
    if way.is_lapsed or way.channel not in {None, Channel.TELEGRAM}:
        return 0
    texts = (*((way.step.title,) if way.step.title else ()), *way.texts)
    told = [filled(tongue.words(text) or text.source, library.facts) for text in texts]
    return sum(map(len, told)) + 2 * max(0, len(told) - 1)


def _long(line: Line, tongue: Tongue, length: int, most: int) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has {length} characters"),
        f"Write at most {most}",
    )


def _long_bubble(line: Line, tongue: Tongue, count: int) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has {count} words"),
        f"Write at most {MOST_WORDS_IN_BUBBLE}, or make two bubbles of it",
    )


def _long_sentence(line: Line, count: int) -> Issue:
    return warning(
        line.text.place,
        f"a sentence of {line.name} has {count} words",
        f"Write at most {MOST_WORDS_IN_SENTENCE}: make two sentences of it",
    )


def _hard_to_read(line: Line, index: int) -> Issue:
    return error(
        line.text.place,
        f"{line.name} is hard to read: its Gulpease index is {index}",
        f"Use shorter words and sentences until it is at least {LEAST}",
    )


def _hard_on_the_whole(library: Library, index: int) -> Issue:
    return warning(
        library.controls.exit.place,
        f"half of the bubbles have a Gulpease index of {index} or less",
        f"Make the hardest ones easier until half of them reach {MEDIAN}",
    )


def _long_screen(step: Step, tongue: Tongue, length: int) -> Issue:
    return error(
        step.place,
        tongue.named(f"step '{step.name}' has {length} characters on Telegram"),
        f"Write at most {LONGEST_SCREEN}, or make two steps of it",
    )


def _many_choices(step: Step, count: int) -> Issue:
    return error(
        step.place,
        f"step '{step.name}' has {count} choices",
        f"Keep at most {MOST_CHOICES}, or make two steps of it",
    )

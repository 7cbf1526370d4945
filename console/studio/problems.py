"""What the checks found, in a coordinator's words, each at the step where it stands."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from console.studio.flow_order import flow_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flows.definition import Library
    from flows.issues import Issue

#: The page's language in which the checks already speak.
_AS_THEY_ARE: Final = "en"
_PLACE: Final = re.compile(r"<(\w+)>")
_TONGUE: Final = re.compile(r"in '([\w-]+)', (.*)", re.DOTALL)
_LINE: Final = re.compile(r"the (title|bubble|label of the box|label|button) (\S+)")
_LONG: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    is_error: bool
    what: str
    mend: str
    #: The language it is in, where it is not the Italian.
    language: str = ""
    #: What can be done about it at once (`console.studio.editing.mending`).
    remedy: str = ""
    #: What the checks named: a step, a sentence, a number.
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sentence:
    asked: re.Pattern[str]
    mend_asked: re.Pattern[str]
    what: str
    mend: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Everything that is wrong with a library."""

    by_step: Mapping[str, list[Problem]]
    #: Of the whole: facts, lists of words, the words of every screen.
    others: tuple[Problem, ...]

    def of_flow(self, flow: str) -> list[Problem]:
        """The problems of a flow's steps."""
        found = (each for name, each in self.by_step.items() if flow_of(name) == flow)
        return [problem for each in found for problem in each]


def problems_of(library: Library, issues: Iterable[Issue], language: str) -> Problems:
    """Sort the checks' findings to the steps they stand at, in the language of the page."""
    by_step: dict[str, list[Problem]] = {}
    counts: Counter[tuple[str, str, int]] = Counter()
    stands = _Standing(library)
    sources = {text.context: text.source for text in library.texts()}
    for issue in issues:
        step, counted = stands.step_at(issue), _counted(issue)
        if counted is not None:
            counts[step, *counted] += 1
        else:
            by_step.setdefault(step, []).append(_problem(issue, language, sources))
    for (step, tongue, which), count in counts.items():
        found = _count_told(which, count, tongue, language)
        by_step.setdefault(step, []).append(found)
    return Problems(by_step, tuple(by_step.pop("", ())))


class _Standing:
    """Which step a line of a file belongs to: the last one that begins before it."""

    def __init__(self, library: Library) -> None:
        self._begins: dict[str, list[tuple[int, str]]] = {}
        for step in library.steps.values():
            self._begins.setdefault(step.place.file, []).append((step.place.line, step.name))
        for begins in self._begins.values():
            begins.sort()

    def step_at(self, issue: Issue) -> str:
        begins = self._begins.get(issue.place.file, [])
        at = bisect_right(begins, issue.place.line, key=lambda begin: begin[0])
        return begins[at - 1][1] if at else ""


def _problem(issue: Issue, language: str, sources: Mapping[str, str]) -> Problem:
    found = _TONGUE.fullmatch(issue.what)
    tongue, what = (found[1], found[2]) if found else ("", issue.what)
    told = f"{what[:1].upper()}{what[1:]}.", f"{issue.mend}."
    for sentence in _sentences():
        asked = sentence.asked.fullmatch(what)
        mended = sentence.mend_asked.fullmatch(issue.mend)
        if asked and mended:
            values = {**asked.groupdict(), **mended.groupdict()}
            if language != _AS_THEY_ARE:
                shown = {name: _told(value, sources) for name, value in values.items()}
                told = _filled(sentence.what, shown), _filled(sentence.mend, shown)
            return Problem(issue.is_error, *told, tongue, sentence.remedy, values)
    return Problem(issue.is_error, *told, tongue)


def _counted(issue: Issue) -> tuple[str, int] | None:
    """The language, and which of the sentences that are only counted it is."""
    for which, (pattern, _) in enumerate(_counted_sentences()):
        found = pattern.fullmatch(issue.what)
        if found:
            return found["tongue"], which
    return None


def _count_told(which: int, count: int, tongue: str, language: str) -> Problem:
    told = _counted_sentences()[which][1]
    keys = ("english", "english_mend") if language == _AS_THEY_ARE else ("what", "mend")
    what, mend = (_filled(told[key], {"count": str(count)}) for key in keys)
    return Problem(is_error=True, what=what, mend=mend, language=tongue, remedy="words")


def _told(value: str, sources: Mapping[str, str]) -> str:
    """A sentence's name as its first words; anything else as it is."""
    line = _LINE.fullmatch(value)
    source = sources.get(line[2] if line else value)
    if source is None:
        return value
    return f"«{source if len(source) <= _LONG else source[: _LONG - 1].rstrip() + '…'}»"


def _filled(text: str, values: Mapping[str, str]) -> str:
    # Not `format`: a value may have braces of its own.
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


@cache
def _read() -> dict[str, list[dict[str, str]]]:
    text = files(__package__).joinpath("problems.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _sentences() -> tuple[_Sentence, ...]:
    return tuple(
        _Sentence(
            _pattern(entry["finds"]),
            _pattern(entry["mends"]),
            entry["what"],
            entry["mend"],
            entry.get("remedy", ""),
        )
        for entry in _read()["problem"]
    )


@cache
def _counted_sentences() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    return tuple((_pattern(entry["finds"]), entry) for entry in _read()["counted"])


def _pattern(template: str) -> re.Pattern[str]:
    """A sentence of the checks with names for what changes in it."""
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)

"""Whether a library may be used: everything that is wrong with it, in one walk (P11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.checks import (
    facts,
    graph,
    handoff,
    length,
    openings,
    persons,
    promises,
    safe,
    translations,
    unregistered,
    ways,
    words,
)
from flows.checks.catalogues import SOURCE, Catalogues, Tongue
from flows.checks.lately import VERDICTS
from flows.checks.screens import Screens
from flows.checks.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from flows.checks.texts import Line
    from flows.definition import Library
    from flows.issues import Issue

__all__ = ["Catalogues", "check"]


def check(
    library: Library, catalogues: Catalogues, today: date, languages: Collection[str]
) -> list[Issue]:
    """Everything that is wrong with a library, in the order of its files.

    Args:
        library: as `flows.reader` understood it.
        catalogues: where its translations are.
        today: the day on which facts must hold.
        languages: the tags it is to be offered in; Italian is always checked.
    """
    others = [tag for tag in dict.fromkeys(languages) if tag != SOURCE]
    tongues = [Tongue(tag, catalogues) for tag in (SOURCE, *others)]
    return _in_order(library, _Checker(library, tongues).issues(today))


class _Checker:
    """Holds what all checks of one library share."""

    def __init__(self, library: Library, tongues: list[Tongue]) -> None:
        self._library = library
        self._tongues = tongues
        self._screens = Screens(library)
        self._vocabularies = [words.Vocabulary(library, tongue) for tongue in tongues]

    def issues(self, today: date) -> Iterator[Issue]:
        library, screens = self._library, self._screens
        yield from screens.issues
        yield from graph.check_graph(library, screens)
        yield from handoff.check_handoff(library)
        yield from ways.check_ways(library, screens)
        yield from promises.check_help_is_near(library, screens)
        yield from promises.check_nothing_is_scored(library)
        yield from facts.check_registry(library, today)
        yield from facts.check_numbers(library)
        yield from persons.check_facts(library)
        yield from length.check_screens(library, screens, self._tongues)
        for vocabulary in self._vocabularies:
            yield from vocabulary.check_lists()
            yield from openings.check_openings(library, screens, vocabulary)
            yield from persons.check_shelters(library, screens, vocabulary)
        lines = tuple(lines_of(library))
        yield from length.check_median(library, lines)
        tongues = tuple(tongue.language for tongue in self._tongues)
        judged = VERDICTS.of((library.facts, library.words, tongues))
        for line in lines:
            yield from judged.issues(line, self._tongues, self._line)

    def _line(self, line: Line) -> Iterator[Issue]:
        library = self._library
        yield from facts.check_line(line, library)
        yield from handoff.check_line(line)
        yield from unregistered.check_line(line, library)
        for vocabulary in self._vocabularies:
            yield from translations.check_line(line, vocabulary.tongue)
            yield from persons.check_line(line, vocabulary.tongue)
            yield from length.check_line(line, vocabulary.tongue, library)
            found = vocabulary.find(line)
            yield from safe.check_line(line, vocabulary, found)
            if found:
                yield from words.check_line(line, vocabulary, found)
                yield from promises.check_line(line, vocabulary, found)


def _in_order(library: Library, issues: Iterator[Issue]) -> list[Issue]:
    files = {file: number for number, file in enumerate(library.sources)}

    def position(issue: Issue) -> tuple[int, int, str, str, str]:
        file, line = issue.place.file, issue.place.line
        return files.get(file, len(files)), line, issue.level, issue.what, issue.mend

    # By plain words: thousands of sentences without a translation are sorted at each change.
    found = {(*position(issue), issue.place.file): issue for issue in issues}
    return [found[each] for each in sorted(found)]

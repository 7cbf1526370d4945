"""What was found in sentences lately: who changes one sentence waits for one.

A verdict on a sentence depends on its words in every language, on what it is on the screen, on
the facts and on the lists of words; not on where in its file it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from flows.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flows.checks.catalogues import Tongue
    from flows.checks.texts import Line, Role
    from flows.definition import Words
    from flows.issues import Level
    from flows.registered import Fact

#: What all sentences of a library are judged by.
Ground: TypeAlias = "tuple[Mapping[str, Fact], Words, tuple[str, ...]]"
_Key: TypeAlias = "tuple[str, str, Role, tuple[str, ...] | None, tuple[str, ...]]"
_Found: TypeAlias = "tuple[tuple[Level, str, str], ...]"

#: The sentences of a library of two thousand steps, and of what became of it, are fewer.
_MOST: Final = 40_000
#: Two drafts at work may stand on other facts.
_GROUNDS: Final = 3


class Judged:
    """What was found in the sentences of libraries that stand on the same ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._found: dict[_Key, _Found] = {}

    def issues(
        self, line: Line, tongues: Sequence[Tongue], judge: Callable[[Line], Iterable[Issue]]
    ) -> Iterator[Issue]:
        """What is wrong with a sentence, as it stands today; judged if it is new."""
        key = _key(line, tongues)
        found = self._found.get(key)
        if found is None:
            found = tuple((each.level, each.what, each.mend) for each in judge(line))
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[key] = found
        for level, what, mend in found:
            yield Issue(line.text.place, level, what, mend)


class Verdicts:
    """What was found, by what it was judged by."""

    def __init__(self) -> None:
        self._judged: list[Judged] = []

    def of(self, ground: Ground) -> Judged:
        """What was found on this ground; the newest are kept."""
        known = next((each for each in self._judged if each.ground == ground), None)
        judged = known or Judged(ground)
        # One list for another: whoever reads it in another thread has a whole one.
        others = [each for each in self._judged if each is not judged]
        self._judged = [judged, *others][:_GROUNDS]
        return judged


#: As of `flows.composing`: what was read lately is not read again.
VERDICTS: Final = Verdicts()


def _key(line: Line, tongues: Sequence[Tongue]) -> _Key:
    text = line.text
    told: list[str] = []
    for tongue in tongues:
        if not tongue.is_source:
            told += (tongue.status(text), tongue.words(text) or "")
    facts = line.bubble.facts if line.bubble else None
    return text.context, text.source, line.role, facts, tuple(told)

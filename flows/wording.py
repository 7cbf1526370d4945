"""The sentences of a library as a woman reads them: in her language, with today's facts."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

from flows.definition import FACT_PLACE
from flows.turn import Number

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping
    from datetime import date

    from flows.definition import Bubble, Controls, Text
    from flows.registered import Fact

# Left-to-right isolate … pop: so that in Arabic 1522 never reads 2251 (LA-5).
_ISOLATE = "\u2066{}\u2069"
_NO_PLACES: Mapping[str, str] = MappingProxyType({})


class Translate(Protocol):
    """Where the other languages come from."""

    def __call__(self, context: str, source: str, language: str) -> str | None:
        """The sentence in that language; `None` where it is missing or outdated."""


class Language(Protocol):
    """A language that is offered (`locales.languages` has them)."""

    @property
    def tag(self) -> str:
        """The tag: "ar"."""

    @property
    def number(self) -> int:
        """Its number in buttons."""

    @property
    def name(self) -> str:
        """Its own name."""

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """How it is written."""


class Wording:
    """Puts a library's sentences into words.

    A sentence with a fact that is not current today is never shown: the
    library's `fallback` takes its place (P10). Where drafts may be seen, a
    draft that has not expired is shown, marked, with the fallback after it.
    """

    def __init__(
        self,
        controls: Controls,
        facts: Mapping[str, Fact],
        translate: Translate,
        directions: Mapping[str, str],
        *,
        shows_drafts: bool,
    ) -> None:
        self._controls = controls
        self._facts = facts
        self._translate = translate
        self._directions = directions
        self._shows_drafts = shows_drafts

    def bubbles(
        self,
        bubbles: Iterable[Bubble],
        language: str,
        today: date,
        places: Mapping[str, str] = _NO_PLACES,
    ) -> tuple[str, ...]:
        """The paragraphs of a screen; the fallback at most once, where it is first needed.

        `places` are filled in by the program; a bubble with an empty one is left out.
        """
        fallback = self.control("fallback", language)
        shown: list[str] = []
        for bubble in bubbles:
            facts = [self._facts.get(name) for name in bubble.facts]
            if any(not places.get(name, name) for name in bubble.text.places):
                continue
            words = self._words(bubble.text, language, places)
            if all(fact is not None and fact.is_current(today) for fact in facts):
                shown.append(words)
                continue
            if self._may_show_draft(facts, today):
                shown.append(f"{words} {self.control('draft', language)}")
            if fallback not in shown:
                shown.append(fallback)
        return tuple(shown)

    def numbers(self, names: Iterable[str], today: date) -> tuple[Number, ...]:
        """The numbers to call that may be told today."""
        told = []
        for name in names:
            fact = self._facts.get(name)
            if fact is None or not fact.value:
                continue
            if fact.is_current(today):
                told.append(Number(name, fact.value))
            elif self._may_show_draft([fact], today):
                told.append(Number(name, fact.value, is_draft=True))
        return tuple(told)

    def sentence(self, text: Text, language: str, today: date) -> str:
        """A title, a label: the fallback where it rests on a fact that is not current."""
        facts = [self._facts.get(name) for name in text.facts]
        if all(fact is not None and fact.is_current(today) for fact in facts):
            return self._words(text, language)
        return self.control("fallback", language)

    def control(self, name: str, language: str) -> str:
        """One of the words of every screen; they rest on permanent facts only (`flows.checks`)."""
        return self._words(getattr(self._controls, name), language)

    def isolated(self, words: str, language: str) -> str:
        """Latin words or digits, kept in their own order where a sentence runs right to left."""
        return self._form(language).format(words) if words else ""

    def _may_show_draft(self, facts: Iterable[Fact | None], today: date) -> bool:
        return self._shows_drafts and all(
            fact is not None and not fact.is_expired(today) for fact in facts
        )

    def _words(self, text: Text, language: str, places: Mapping[str, str] = _NO_PLACES) -> str:
        words = self._translate(text.context, text.source, language) or text.source
        if "{" not in words:
            return words
        form = self._form(language)
        return FACT_PLACE.sub(lambda place: places.get(place[1]) or self._value(place, form), words)

    def _form(self, language: str) -> str:
        return _ISOLATE if self._directions.get(language) == "rtl" else "{}"

    def _value(self, place: re.Match[str], form: str) -> str:
        fact = self._facts.get(place[1])
        return form.format(fact.value) if fact else place[0]

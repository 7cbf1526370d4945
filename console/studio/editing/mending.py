"""What one press can do about a problem, or where it is done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.editions.paths import FLOWS, seen
from flows.definition import FACT_PLACE
from flows.editing import EditError, Written
from locales.languages import SOURCE
from locales.phrase import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from console.studio.at import At
    from console.studio.problems import Problem
    from flows.definition import Library, Step, Text

#: Where the two numbers that never disappear are added, the checks name one or the other.
_CONTEXT: Final = re.compile(r"([a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_.]+)\Z")
_DIGITS: Final = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Mend:
    """A button, a button beside a select of steps, or a link."""

    label: Phrase
    op: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    #: What the select of steps is called; empty: there is none.
    target: str = ""
    #: The words of a new choice, to be changed before it is pressed; empty: none are asked.
    words: str = ""
    href: str = ""


class Mender:
    """Finds what can be done about a problem in a draft; elsewhere nothing can be."""

    def __init__(self, at: At, library: Library) -> None:
        self._at = at
        self._library = library
        self._texts = {text.context: text for text in library.texts()}
        self._written = Written(library.sources)

    def mends(self, problem: Problem, step: Step | None = None) -> list[Mend]:
        """What can be done about a problem of a step, or of the whole."""
        make = _REMEDIES.get(problem.remedy)
        if make is None or not self._at.is_draft:
            return []
        found = list(make(self, problem, step))
        may = self._at.may_change(FLOWS)
        return [each for each in found if each.href or (may and step is not None)]

    def way_out(self, _problem: Problem, step: Step | None) -> Iterator[Mend]:
        """A dead end: something leads on, or nothing does on purpose."""
        if step is None:
            return
        fields = {"step": step.name, "seen": self._seen(step, "choices")}
        yield Mend(
            Phrase(N_("Aggiungi una scelta che porta lì")),
            "choice-add",
            fields,
            target=N_("Aggiungi una scelta che porta a…"),
            words=N_("Torna all'inizio"),
        )
        yield Mend(
            Phrase(N_("È una fine voluta")),
            "step-end",
            {"step": step.name, "end": "yes", "seen": self._seen(step, "end")},
        )

    def unreached(self, _problem: Problem, step: Step | None) -> Iterator[Mend]:
        """Nothing leads here: something does, or the step goes."""
        if step is None:
            return
        yield Mend(
            Phrase(N_("Fai arrivare qui una scelta di quel passo")),
            "choice-from",
            {"go": step.name},
            target=N_("Da quale passo si arriva qui?"),
            words=N_("Avanti"),
        )
        yield Mend(
            Phrase(N_("Togli questo passo")),
            "step-remove",
            {"step": step.name, "seen": self._seen(step, "step")},
        )

    def unknown_target(self, problem: Problem, step: Step | None) -> Iterator[Mend]:
        """A choice that leads nowhere leads somewhere."""
        for choice in step.choices if step else ():
            if choice.go == problem.values.get("target") and step is not None:
                yield Mend(
                    Phrase(N_("Porta lì «{label}»"), {"label": choice.label.source}),
                    "choice-go",
                    {
                        "step": step.name,
                        "choice": choice.id,
                        "seen": self._seen(step, f"choices.{choice.id}"),
                    },
                    target=N_("Dove deve portare?"),
                )

    def number(self, problem: Problem, step: Step | None) -> Iterator[Mend]:
        """A number that was typed becomes the place of the fact that answers for it."""
        text = self._text(problem)
        told = _DIGITS.sub("", problem.values.get("number", ""))
        for fact in self._library.facts.values():
            if text and step and told and _DIGITS.sub("", fact.value) == told:
                words = _with_place(text, fact.value, problem.values["number"], fact.id)
                yield Mend(
                    Phrase(N_("Usa il numero dei dati: {says}"), {"says": fact.says}),
                    "text",
                    {"key": text.context, "words": words, "seen": seen(text.source)},
                )
                return
        yield from self.facts(problem, step)

    def add_number(self, problem: Problem, step: Step | None) -> Iterator[Mend]:
        """A number to call is shown before everything else."""
        number = problem.values.get("number", "")
        if step is not None and number in self._library.facts:
            yield Mend(
                Phrase(N_("Metti il {number} tra i numeri da chiamare"), {"number": number}),
                "step-numbers",
                {"step": step.name, "number": number, "seen": self._seen(step, "numbers")},
            )

    def take_out(self, problem: Problem, step: Step | None) -> Iterator[Mend]:
        """What must not be said goes, where it is a bubble among others."""
        text = self._text(problem)
        _, is_bubble, number = text.context.partition(".say.") if text else ("", "", "")
        if step and is_bubble and len(step.say) > 1 and not problem.language:
            yield Mend(
                Phrase(N_("Togli questo messaggio")),
                "bubble-remove",
                {"step": step.name, "number": number, "seen": self._seen(step, "say")},
            )
        if problem.language and text:
            yield from self.words(problem, step)

    def words(self, problem: Problem, step: Step | None) -> Iterator[Mend]:
        """A translation is mended where translations are."""
        if problem.language and problem.language != SOURCE:
            text = self._text(problem)
            key = text.context if text else f"{step.name}." if step else ""
            fragment = f"?key={text.context}" if text else f"?step={step.name}" if step else ""
            href = self._at.path("words", problem.language) + (fragment if key else "")
            yield Mend(Phrase(N_("Vai alla traduzione")), href=href)

    def facts(self, _problem: Problem, _step: Step | None) -> Iterator[Mend]:
        """A fact is mended in the registry."""
        yield Mend(Phrase(N_("Vai ai dati")), href=self._at.path("facts"))

    def memory(self, _problem: Problem, _step: Step | None) -> Iterator[Mend]:
        """What is remembered is told in the list of flows."""
        yield Mend(
            Phrase(N_("Vai alle cose che si ricordano")), href=self._at.path("flows") + "#memory"
        )

    def _text(self, problem: Problem) -> Text | None:
        found = _CONTEXT.search(problem.values.get("line", ""))
        return self._texts.get(found[1]) if found else None

    def _seen(self, step: Step, part: str) -> str:
        try:
            return seen(self._written.part(step.name, part))
        except EditError:
            return ""


def _with_place(text: Text, value: str, typed: str, fact: str) -> str:
    """The sentence with the place of a fact where its number was typed."""
    pattern = r"(?<!\d)\+?" + r"[ .\-]?".join(_DIGITS.sub("", typed)) + r"(?!\d)"
    pieces = FACT_PLACE.split(text.source)
    told = [
        re.sub(pattern, "{" + fact + "}", piece) if not number % 2 else "{" + piece + "}"
        for number, piece in enumerate(pieces)
    ]
    return "".join(told) if value else text.source


_REMEDIES: Final[Mapping[str, Callable[[Mender, Problem, Step | None], Iterator[Mend]]]] = {
    "way_out": Mender.way_out,
    "unreached": Mender.unreached,
    "unknown_target": Mender.unknown_target,
    "number": Mender.number,
    "add_number": Mender.add_number,
    "take_out": Mender.take_out,
    "words": Mender.words,
    "facts": Mender.facts,
    "memory": Mender.memory,
}

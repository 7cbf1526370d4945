"""Differences, moments and people as a page tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.studio.publishing import words
from flows.sentences import Sentence
from locales.phrase import N_, Phrase
from routing.network.hours_said import MONTHS, hours_said
from storage.staff.audit import KEEPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, tzinfo

    from bot.editions.differences import Differences, Field, OfItem
    from flows.comparing import Comparison
    from flows.definition import Library
    from storage.staff.people import Staff

    Say = Callable[[Phrase | str], str]

_PROGRAM: Final = N_("il programma")
_SOMEBODY: Final = N_("una persona che non c'è più")
_TITLE: Final = N_("Modifiche del {day} {month}")
_WAS: Final = N_("{what}: era «{before}», diventa «{after}».")
_ADDED: Final = N_("{what}: adesso c'è «{after}».")
_TAKEN: Final = N_("{what}: non c'è più «{before}».")
_OF: Final = N_("{whole}, {part}")
_EITHER: Final = N_("{one} e {other}")
#: What a schedule is called in the files.
_SCHEDULES: Final = frozenset({"open", "hours"})
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class ToldStep:
    """What changes in one step."""

    step: str
    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldItem:
    """What changes for a centre, a number or a rule."""

    kind: str
    name: str
    sign: str
    state: str
    sentences: tuple[str, ...]


class Teller:
    """Puts differences into the words of the page."""

    def __init__(self, say: Say, zone: tzinfo) -> None:
        self._say = say
        self._zone = zone

    @property
    def names(self) -> dict[str, str]:
        """The languages, as they stand in a sentence."""
        return {tag: self._say(name) for tag, name in words.LANGUAGES.items()}

    def when(self, moment: datetime | None) -> str:
        """A day and an hour on the network's clock."""
        if moment is None:
            return ""
        return moment.astimezone(self._zone).strftime("%d/%m/%Y, %H:%M")

    def language(self, tag: str) -> str:
        """One language."""
        return self._say(words.LANGUAGES.get(tag, tag))

    def languages(self, tags: Iterable[str]) -> str:
        """Several."""
        *others, last = [self.language(tag) for tag in tags] or [""]
        if not others:
            return last
        return self._say(Phrase(_EITHER, {"one": ", ".join(others), "other": last}))

    def sentence(self, sentence: Sentence) -> str:
        """A sentence of the flows' own tools."""
        return _begun(self._say(phrase_of(sentence)))

    def steps(self, comparison: Comparison, before: Library, after: Library) -> list[ToldStep]:
        """What changes in the conversation, step by step."""
        return [
            ToldStep(
                each.step if each.step in after.steps else "",
                f"{self.sentence(each.name)} · {title}"
                if (title := _title(each.step, before, after))
                else self.sentence(each.name),
                tuple(self.sentence(change) for change in each.changes),
            )
            for each in comparison.steps
        ]

    def items(self, items: Iterable[OfItem]) -> list[ToldItem]:
        """What changes in the network, item by item."""
        return [
            ToldItem(
                self._say(words.KINDS.get(each.kind, each.kind)),
                each.name or (each.id if each.kind else ""),
                words.CHANGES[each.state][0],
                self._say(words.CHANGES[each.state][1]),
                tuple(self._field(field) for field in each.fields),
            )
            for each in items
        ]

    def _field(self, field: Field) -> str:
        text = (_WAS if field.after else _TAKEN) if field.before else _ADDED
        values = {
            "what": self._what(field.name),
            "before": self._value(field.name, field.before),
            "after": self._value(field.name, field.after),
        }
        return _begun(self._say(Phrase(text, values)))

    def _what(self, name: str) -> str:
        first, *rest = name.split(".")
        whole = self._say(words.FIELDS.get(first, first))
        last = rest[-1] if rest else ""
        if len(rest) > 1:
            whole = f"{whole} {'.'.join(rest[:-1])}"
        if not last or last in _SCHEDULES:
            return whole
        part = self._say(words.FIELDS.get(last, last))
        return self._say(Phrase(_OF, {"whole": whole, "part": part}))

    def _value(self, name: str, value: str) -> str:
        if value and name.rpartition(".")[2] in _SCHEDULES:
            return self._say(hours_said(value))
        return value

    def title(self, day: int, month: int) -> str:
        """What a new draft is offered to be called."""
        return self._say(Phrase(_TITLE, {"day": str(day), "month": self._say(MONTHS[month - 1])}))


async def people_of(staff: Staff, ids: Iterable[str], say: Say) -> dict[str, str]:
    """The names of staff by id; the program's own where there is none."""
    told = {}
    for id_ in dict.fromkeys(ids):
        person = await staff.person(id_) if id_ and id_ != KEEPER else None
        nobody = _PROGRAM if not id_ or id_ == KEEPER else _SOMEBODY
        told[id_] = person.name if person else say(nobody)
    return told


def phrase_of(sentence: Sentence) -> Phrase:
    """A sentence of the flows' tools as the console's catalogue takes it."""
    return Phrase(
        sentence.text,
        {
            name: phrase_of(value) if isinstance(value, Sentence) else value
            for name, value in sentence.values.items()
        },
    )


def is_only_remarks(told: Differences) -> bool:
    """Whether files are others, and nothing that anybody could notice."""
    comparison = told.conversation
    return bool(told.paths) and not (
        (comparison and not comparison.is_empty)
        or told.network
        or told.rules
        or told.languages
        or not told.examples.is_empty
    )


def _title(name: str, before: Library, after: Library) -> str:
    step = after.steps.get(name) or before.steps.get(name)
    if step is None:
        return ""
    text = step.title or next((bubble.text for bubble in step.say), None)
    said = text.source if text else ""
    return f"«{said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + '…'}»"


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

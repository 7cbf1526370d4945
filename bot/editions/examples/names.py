"""What a coordinator calls steps, choices and centres, in the sentences of the examples."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from bot.editions.examples.records import NOBODY, NOW, Type
from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.editions.examples.records import Did
    from flows.definition import Library, Text
    from routing.directory import Directory

_LONGEST: Final = 60
_NO_ONE: Final = S_("nessun centro")
_AT_ONCE: Final = S_("adesso")
_NONE: Final = S_("niente")
_TYPED: Final = S_("scrive «{words}»")
_PRESSED: Final = S_("«{label}»")
_CENTRE: Final = S_("il centro «{name}»")
_PLACE: Final = S_("il luogo «{name}»")
_SPEAKS: Final = S_("la lingua «{name}»")
_CONTROLS: Final[Mapping[str, str]] = {
    "@exit": S_("«Esci subito»"),
    "@danger": S_("il bottone del 112"),
    "@home": S_("«Torna all'inizio»"),
    "@language": S_("il bottone delle lingue"),
    "@another": S_("«Un altro centro»"),
}
_WITH_VALUE: Final[Mapping[str, str]] = {
    "@centre": _CENTRE,
    "@place": _PLACE,
    "@language": _SPEAKS,
}


class Names:
    """Names of one library and directory."""

    def __init__(self, library: Library, directory: Directory) -> None:
        self._library = library
        self._directory = directory

    def step(self, name: str) -> str:
        """A step's title, or how it begins; its name where it is not there."""
        step = self._library.steps.get(self._library.called_now(name))
        if step is None:
            return name
        text = step.title or (step.say[0].text if step.say else None)
        return self._short(text) if text else name

    def did(self, did: Did) -> Phrase:
        """What was done."""
        if isinstance(did, Type):
            return Phrase(_TYPED, {"words": did.words})
        what, equals, value = did.what.partition("=")
        if equals and what in _WITH_VALUE:
            name = self.node(value) if what == "@centre" else value
            return Phrase(_WITH_VALUE[what], {"name": name})
        if what in _CONTROLS:
            return Phrase(_CONTROLS[what])
        return Phrase(_PRESSED, {"label": self._label(did.step, what)})

    def node(self, id_: str) -> str | Phrase:
        """A centre by its name."""
        if id_ == NOBODY:
            return Phrase(_NO_ONE)
        found = self._directory.by_id(id_)
        return found.name if found else id_

    def nodes(self, ids: Iterable[str]) -> str | Phrase:
        """Several of them, in order."""
        return ", ".join(str(self.node(each)) for each in ids) or Phrase(_NONE)

    def opens(self, told: str) -> str | Phrase:
        """When somebody answers."""
        return Phrase(_AT_ONCE) if told == NOW else told

    def _label(self, step_name: str, choice: str) -> str:
        step = self._library.steps.get(self._library.called_now(step_name))
        found = (each.label for each in step.choices if each.id == choice) if step else ()
        label = next(iter(found), None)
        return self._short(label) if label else choice

    def _short(self, text: Text) -> str:
        words = text.source
        for name, fact in self._library.facts.items():
            words = words.replace(f"{{{name}}}", fact.value)
        return textwrap.shorten(words, _LONGEST, placeholder="…")

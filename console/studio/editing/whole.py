"""What belongs to no flow: the words of every screen, and where its buttons lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.editions.paths import seen
from console.studio.editing.opened import Sentence, option
from flows.definition import Controls
from locales.phrase import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from console.studio.script import Script
    from flows.definition import Library

_CONTROLS: Final[Mapping[str, str]] = {
    "exit": N_("Il bottone per uscire"),
    "danger": N_("Il bottone del 112"),
    "home": N_("Il bottone per tornare all'inizio"),
    "language": N_("Il bottone della lingua"),
    "choose_language": N_("Sopra l'elenco delle lingue"),
    "fallback": N_("Al posto di una frase il cui dato non vale più"),
    "draft": N_("Accanto a un dato da confermare"),
    "lost": N_("Quando il bottone era troppo vecchio"),
    "media": N_("Quando manda una foto, una voce o un file"),
}
_STARTS: Final[Mapping[str, str]] = {
    "first": N_("Il primo passo, dopo la lingua"),
    "home": N_("«Torna all'inizio» porta a"),
    "danger": N_("«112» porta a"),
    "place": N_("Dove si scrive un luogo"),
    "person": N_("Chi vuole una persona va a"),
}


def controls_of(library: Library) -> list[Sentence]:
    """The words of every screen, to be changed."""
    told = []
    for name in Controls.__dataclass_fields__:
        text = getattr(library.controls, name)
        words, note = text.source, text.note
        told.append(Sentence(text.context, words, note, seen(words), seen(note), _CONTROLS[name]))
    return told


def starts_of(library: Library, script: Script) -> list[tuple[str, str, Markup]]:
    """Each step that is named for the whole: its name there, in words, and its first option."""
    return [
        (name, label, option(library, script, getattr(library, name)))
        for name, label in _STARTS.items()
    ]

"""What the translation desk says, and what the history of a draft tells of each sentence."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from locales.catalogues import FLOWS, INTERFACE, Status
from locales.desk.sentences import Part
from locales.languages import language
from locales.phrase import N_
from storage.editions.records import What

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from locales.desk.sentences import Book, Sentence
    from storage.editions.records import Done

DOMAINS: Final[Mapping[str, str]] = {
    FLOWS: N_("Conversazione"),
    INTERFACE: N_("Frasi fisse del programma"),
}
STATUSES: Final[Mapping[Status, str]] = {
    Status.MISSING: N_("manca"),
    Status.OUTDATED: N_("superata"),
    Status.DRAFT: N_("bozza"),
    Status.REVIEWED: N_("riletta"),
}
#: Beside the word, so that colour is never alone.
SHAPES: Final[Mapping[Status, str]] = {
    Status.MISSING: "✕",
    Status.OUTDATED: "▲",
    Status.DRAFT: "○",
    Status.REVIEWED: "✓",
}
#: How many, above a list.
MANY: Final[Mapping[Status, str]] = {
    Status.MISSING: N_("mancano"),
    Status.OUTDATED: N_("superate"),
    Status.DRAFT: N_("bozze"),
    Status.REVIEWED: N_("rilette"),
}
PARTS: Final[Mapping[Part, str]] = {
    Part.TITLE: N_("titolo"),
    Part.BUBBLE: N_("messaggio"),
    Part.BUTTON: N_("bottone"),
    Part.PROGRAM: N_("frase fissa"),
}

OUTDATED_BEFORE: Final = N_("già nella versione {number}")
OUTDATED_HERE: Final = N_("da questa bozza: qui l'italiano è cambiato")

WROTE: Final = N_("{language}: tradotta «{sentence}»")
CLEARED: Final = N_("{language}: tolta la traduzione di «{sentence}»")
HELD: Final = N_("{language}: vale ancora «{sentence}»")
SIGNED: Final = N_("{language}: riletta e firmata «{sentence}»")
UNSIGNED: Final = N_("{language}: tolta la firma a «{sentence}»")
IMPORTED: Final = N_("{language}: importato un file, frasi cambiate: {count}")
ADDED: Final = N_("{language}: lingua aggiunta")

#: What makes somebody the one who wrote a translation.
_WRITING: Final = frozenset({WROTE, HELD, IMPORTED})
#: Under this name the history keeps which sentences it was about.
_KEYS: Final = "sentences"
_LONGEST: Final = 60


def shortened(words: str, most: int = _LONGEST) -> str:
    """The first words of a sentence, on one line."""
    return textwrap.shorten(words, most, placeholder="…") or words[:most]


def what(text: str, book: Book, sentences: Sequence[Sentence]) -> What:
    """What somebody does to some sentences, for the history of the draft."""
    values = {
        "language": language(book.language).name,
        "count": str(len(sentences)),
        "sentence": shortened(sentences[0].source) if sentences else "",
        _KEYS: "\n".join(_name(book, each.id) for each in sentences),
    }
    return What(text, values)


def writer(history: Iterable[Done], book: Book, sentence: Sentence) -> str:
    """Whose words the translation is, by her id; empty where nobody wrote it in this draft.

    `history` is the draft's, the newest first. What was taken back does not count.
    """
    name = _name(book, sentence.id)
    for done in history:
        if done.is_undone or done.what.text not in _WRITING:
            continue
        if name in done.what.values.get(_KEYS, "").split("\n"):
            return done.who
    return ""


def _name(book: Book, sentence: str) -> str:
    return f"{book.language}/{book.domain}/{sentence}"

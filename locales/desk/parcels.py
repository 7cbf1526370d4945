"""A translator's file before it is opened: in which language, of which catalogue, whose letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.catalogues import CONSOLE, FLOWS, INTERFACE
from locales.errors import NotPoError, UnfitFileError
from locales.languages import NUMBERS, SOURCE
from locales.phrase import S_
from locales.po import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locales.desk.sentences import Book
    from locales.po import PoFile, Row

DOMAINS = (FLOWS, INTERFACE, CONSOLE)
#: Whose letters a language is written in, where they are not Latin.
_LETTERS = {
    "ar": "ARABIC",
    "fa": "ARABIC",
    "bn": "BENGALI",
    "ru": "CYRILLIC",
    "si": "SINHALA",
    "uk": "CYRILLIC",
    "zh-Hans": "CJK",
}
_LATIN = "LATIN"
#: Ours have a tenth of it.
_LARGEST = 2_000_000
#: What a head says may be anything.
_SHOWN = 40
#: So few letters may be names and numbers only.
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Parcel:
    """A translator's file, understood; not yet held against today's sentences."""

    language: str
    domain: str
    file: PoFile


def unpack(text: str) -> Parcel:
    """A translator's file, by what its head says.

    Raises:
        UnfitFileError: if it is no PO file, or of a language or catalogue that is none of ours.
    """
    if len(text) > _LARGEST:
        raise UnfitFileError(S_("Il file è troppo lungo per essere uno dei nostri."))
    try:
        file = read_rows(text)
    except NotPoError as problem:
        raise UnfitFileError(
            S_("Questo non è un nostro file PO: {problem}"), problem=problem.phrase
        ) from None
    return Parcel(_language_of(file), _domain_of(file), file)


def refuse_strange(book: Book, rows: list[Row]) -> None:
    """Nothing is taken from a file of other sentences, or in other letters than it says.

    Raises:
        UnfitFileError: if it is one.
    """
    keys, sources = set(book.by_key()), {each.source for each in book.sentences}
    if rows and not any(row.key in keys or row.source in sources for row in rows):
        raise UnfitFileError(
            S_("Nessuna frase del file è una delle nostre ({domain})."), domain=book.domain
        )
    letters = _letters(row.target or "" for row in rows)
    expected = _LETTERS.get(book.language, _LATIN)
    if letters and letters != expected:
        raise UnfitFileError(
            S_("Il file dice di essere in «{language}», ma le sue lettere sono {letters}."),
            language=book.language,
            letters=letters.capitalize(),
        )


def _letters(texts: Iterable[str]) -> str:
    """Whose letters most of the words are in; empty where there are too few to tell."""
    counted = Counter(
        unicodedata.name(letter, "?").split(" ", 1)[0]
        for text in texts
        for letter in text
        if letter.isalpha()
    )
    return counted.most_common(1)[0][0] if counted.total() >= _ENOUGH else ""


def _language_of(file: PoFile) -> str:
    said = file.header.get("language", "")
    tag = said.replace("_", "-")
    known = {each.casefold(): each for each in NUMBERS if each != SOURCE}
    # An editor may add a country: "es_ES" is our Spanish.
    found = known.get(tag.casefold()) or known.get(tag.split("-")[0].casefold())
    if not said:
        raise UnfitFileError(
            S_("L'inizio del file non dice in che lingua è (per esempio 'Language: es').")
        )
    if found is None:
        raise UnfitFileError(
            S_("Il file dice di essere in «{language}», che qui non c'è: {known}."),
            language=said[:_SHOWN],
            known=", ".join(known.values()),
        )
    return found


def _domain_of(file: PoFile) -> str:
    said = file.header.get("project-id-version", "").split()[-1:]
    if said and said[0] in DOMAINS:
        return said[0]
    if any(row.context for row in file.rows):
        return FLOWS
    raise UnfitFileError(
        S_(
            "L'inizio del file non dice quale catalogo è "
            "(per esempio 'Project-Id-Version: soglia {domain}')."
        ),
        domain=INTERFACE,
    )

"""Numbers, terms, amounts and rules of law written by hand instead of taken from the registry.

Only the Italian text is looked at: `flows.checks.translations` sees to it that a
translation has the same places and the same digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.checks.matching import fold
from flows.checks.persons import MOBILE
from flows.checks.texts import sentences_of
from flows.definition import FACT_PLACE
from flows.issues import error
from flows.registered import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.checks.texts import Line
    from flows.definition import Library
    from flows.issues import Issue

_UNIT = r"(?:mes[ei]|giorn[oi]|ann[oi]|or[ae]|settiman[ae])\b"
_COUNT = (
    r"(?:un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|quindici|"
    r"diciotto|venti|ventiquattro|trenta|quarantotto|sessanta|settantadue|novanta)"
)

_SHORT_NUMBER = re.compile(r"(?<![\w.,/-])(?:11[2-8]|1522|19696|116 ?\d{3})(?![\w/-]|[.,]\d)")
_LONG_NUMBER = re.compile(r"(?<![\w/])\+?\d(?:[ .\-]?\d){5,}(?![\w/]| ?(?:€|euro\b))")
_DATE_OR_YEARS = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-]\d{4}|(?:19|20)\d\d ?- ?(?:19|20)\d\d")

_AMOUNT = re.compile(r"€ ?\d[\d.,]*|\d[\d.,]* ?(?:€|euro\b)")
_TERM = re.compile(rf"\b\d+ {_UNIT}")
_ARTICLE = re.compile(
    r"\bart(?:t|icol[oi])?\.? ?\d+|\b(?:legge|decreto(?: legge)?|codice|d\.?p\.?r\.?|d\.? ?lgs\.?)"
    r" (?:n\.? ?)?\d+"
)
_SPELLED_TERM = re.compile(rf"\b{_COUNT} {_UNIT}")
_LAW = re.compile(
    r"\bquerel\w*|\bdenunci\w*|\bammoniment\w*|\bconged\w*|\bpermess\w* di soggiorno|"
    r"\bgratuito patrocinio|\bpatrocinio gratuito|\bordin\w+ di (?:protezione|allontanamento)|"
    r"\breddito di liberta"
)

# An age says who is meant, not what the law grants.
_AGE = re.compile(
    r"\b(?:hai|ha|hanno|meno di|piu di|sotto i|sopra i|dai|fino a|fino ai|compiuto|compie)"
    r" (?:14|16|18) anni\b"
)
_ALWAYS_OPEN = re.compile(r"\b24 ore su 24\b|\b7 giorni su 7\b")


def check_line(line: Line, library: Library) -> Iterator[Issue]:
    """What a sentence states without the registry."""
    bare = fold(" ".join(FACT_PLACE.sub("\N{BULLET}", line.text.source).split()))
    for number in _numbers_in(bare):
        if line.bubble or not _is_permanent(number, library):
            yield _number_by_hand(line, number)
    kinds = _kinds(line, library)
    if kinds - {FactKind.NUMBER}:
        return
    if kinds:
        bare = _ALWAYS_OPEN.sub(" ", bare)
    for stated in dict.fromkeys(_rules_in(bare)):
        yield _rule_by_hand(line, stated)


def _numbers_in(bare: str) -> list[str]:
    # Somebody's own mobile is told by `persons`: the registry is no way to mend it.
    rest = MOBILE.sub(" ", _DATE_OR_YEARS.sub(" ", bare))
    long = [found.strip() for found in _LONG_NUMBER.findall(rest)]
    return [*long, *_SHORT_NUMBER.findall(_LONG_NUMBER.sub(" ", rest))]


def _rules_in(bare: str) -> Iterator[str]:
    bare = _AGE.sub(" ", bare)
    for pattern in (_AMOUNT, _TERM, _ARTICLE):
        yield from pattern.findall(bare)
    for sentence in sentences_of(bare):
        if law := _LAW.search(sentence):
            for term in _SPELLED_TERM.findall(sentence):
                yield f"{law[0]} ... {term}"


def _is_permanent(number: str, library: Library) -> bool:
    return any(fact.permanent and fact.value == number for fact in library.facts.values())


def _kinds(line: Line, library: Library) -> set[FactKind]:
    """Of what kinds the facts are that this bubble stands or falls with."""
    names = line.bubble.facts if line.bubble else ()
    return {library.facts[name].kind for name in names if name in library.facts}


def _number_by_hand(line: Line, number: str) -> Issue:
    return error(
        line.text.place,
        f"{line.name} has the number '{number}' written by hand",
        "Take it from facts.yaml: write its id in braces, as {1522}",
    )


def _rule_by_hand(line: Line, stated: str) -> Issue:
    return error(
        line.text.place,
        f"{line.name} states '{stated}', a term, an amount or a law that no fact answers for",
        "Put it in facts.yaml and write its place, or name the rule with 'fact:' in a bubble",
    )

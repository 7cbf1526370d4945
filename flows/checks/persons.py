"""What would lead to one person's door: her own number, her address, a street with its number (P9).

A service's number, and what may be said of where it is, are facts that somebody answers for; a
colleague's mobile and a street typed into a sentence are nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from flows.checks.texts import Role
from flows.definition import FACT_PLACE
from flows.issues import error
from flows.registered import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.checks.catalogues import Tongue
    from flows.checks.screens import Screens
    from flows.checks.texts import Line
    from flows.checks.words import Vocabulary
    from flows.definition import Library, Step
    from flows.issues import Issue
    from flows.registered import Fact

#: An Italian mobile: 3, and eight or nine digits more, however they are parted.
MOBILE: Final = re.compile(r"(?<![\w/])(?:(?:\+|00)39[ .\-]?)?3\d{2}(?:[ .\-/]?\d){6,7}(?![\w/])")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: An account is somebody's, too, and a link to it stays in her phone.
_ACCOUNT: Final = re.compile(
    r"(?i:\b(?:wa|t|m)\.me/[\w+.-]+|\b(?:facebook|instagram|whatsapp|telegram)\.\w{2,3}/[\w+.-]+)"
    r"|(?<![\w.])@[a-zA-Z]\w{3,}"
)
_KIND: Final = (
    r"(?:via|viale|v\.le|v\.|vicolo|piazza|piazzale|piazzetta|p\.za|p\.zza|p\.le|corso|c\.so|largo|"
    r"strada|ripa|alzaia|foro|bastioni|galleria|calle|avenida|street|شارع)"
)
#: What stands between: "del", "25" of a date, "l." of a name.
_NAMED: Final = (
    r"(?: (?:del(?:la|le|lo|l')?|dei|degli|di|da|d'|dell'|san|santa|don|[ivx]+|[a-z]\.|\d{1,2}))*"
)
#: "Vai via alle 10."
_OF_TIME: Final = r"(?:alle|alla|dalle|dopo|entro|prima|fino|tra|fra|per|in|e|o|at|after|a|las)"
_NUMBER: Final = r"(?:al civico|al numero|al n\.|al|n\.?|nr\.?|numero|civico)"
_ROAD: Final = r"(?i:street|road|avenue|square)"
#: "via Padova 12", "Piazza del Duomo, n. 3", "al 12 di via Padova"; "via dopo 2 giorni" is none.
_STREET: Final = re.compile(
    rf"\b(?i:{_KIND})(?i:{_NAMED})(?: [^\W\d_a-zà-ÿ][\w'.]*){{1,4}}"
    rf"(?i:,? {_NUMBER})? ?,? ?\d{{1,4}}(?:/?[a-z])?\b"
    rf"|\b(?i:{_KIND})(?: (?!{_OF_TIME}\b)[^\W\d_]+){{1,3}},? \d{{1,3}}(?=[.,;:)]|$)"
    rf"|\b(?i:in|nella|alla) (?i:{_KIND})(?: (?!{_OF_TIME}\b)[^\W\d_]+){{1,3}},? \d{{1,4}}\b"
    rf"|\b(?i:{_KIND})(?i:{_NAMED})(?: (?!{_OF_TIME}\b)[^\W\d_]+){{1,3}},?"
    r"(?i: (?:al |al n\. )?(?:numero|civico)) \w+"
    rf"|\b\d{{1,4}}(?:/?[a-z])? (?i:di|in|of) (?i:{_KIND})(?i:{_NAMED}) [^\W\d_a-zà-ÿ]\w+"
    rf"|\b\d{{1,4}}[a-z]? (?:[A-Z]\w+ ){{1,3}}{_ROAD}\b|\b(?:[A-Z]\w+ ){{1,3}}{_ROAD},? \d{{1,4}}\b"
)
#: "in via Padova": a street, without its number.
_STREET_NAME: Final = re.compile(rf"\b(?i:{_KIND})(?i:{_NAMED}) [^\W\d_a-zà-ÿ]\w+")

#: "v.Padova", "dell'Orso": two words.
_APART: Final = re.compile(r"\b(?:v\.(?!le\b)|(?:dell|d|l)')(?=[^\W\d_])", re.IGNORECASE)
_ALIKE: Final = {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{MIDDLE DOT}": "."}


def check_line(line: Line, tongue: Tongue) -> Iterator[Issue]:
    """One sentence in one language."""
    words = _readable(tongue.words(line.text) or "")
    for number in dict.fromkeys(MOBILE.findall(words)):
        yield _own_number(line, tongue, number.strip())
    for address in dict.fromkeys(_MAIL.findall(words)):
        yield _mail_by_hand(line, tongue, address)
    for account in dict.fromkeys(_ACCOUNT.findall(words)):
        yield _account_by_hand(line, tongue, account)
    if line.role is not Role.ASK:
        for street in dict.fromkeys(_STREET.findall(words)):
            yield _street_by_hand(line, tongue, street)


def check_facts(library: Library) -> Iterator[Issue]:
    """A fact's value stands in sentences as if it were typed there; a number is its own kind."""
    for fact in library.facts.values():
        if fact.kind is FactKind.NUMBER:
            continue
        value = _readable(fact.value)
        for what in (MOBILE, _MAIL, _ACCOUNT, _STREET):
            if told := what.search(value):
                yield _fact_of_a_person(fact, told[0].strip())
                break


def check_shelters(library: Library, screens: Screens, vocabulary: Vocabulary) -> Iterator[Issue]:
    """A shelter in one message of a screen and a street in another are one address, too."""
    for step in library.steps.values():
        for way in screens.ways(step):
            told = [_readable(vocabulary.words(text)) for text in way.texts]
            streets = {number: found[0] for number, words in enumerate(told)
                       if (found := _STREET_NAME.search(words))}  # fmt: skip
            if streets and (street := _apart(told, streets, vocabulary)):
                yield _street_beside_a_shelter(step, vocabulary.tongue, street)
                break


def _apart(told: list[str], streets: dict[int, str], vocabulary: Vocabulary) -> str:
    """A street in another message than one that names a shelter; empty if there is none."""
    for number, words in enumerate(told):
        others = [street for place, street in streets.items() if place != number]
        if others and _names_a_shelter([words], vocabulary):
            return others[0]
    return ""


def is_mobile(number: str) -> bool:
    """Whether a number is somebody's own."""
    return MOBILE.fullmatch(number.strip()) is not None


def _names_a_shelter(told: list[str], vocabulary: Vocabulary) -> bool:
    return any(
        found.list_name == "shelter"
        for words in told
        for found in vocabulary.find_in(vocabulary.without_names(words))
    )


def _readable(words: str) -> str:
    """The words as they are seen, without the places of facts; signs that look alike are one."""
    bare = FACT_PLACE.sub("\N{BULLET}", words)
    if not bare.isascii():
        bare = "".join(map(_plain, unicodedata.normalize("NFKC", bare)))
    return _APART.sub(r"\g<0> ", " ".join(bare.split()))


def _plain(sign: str) -> str:
    """A digit, a dash or an apostrophe as we write it; nothing for what cannot be seen."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    match unicodedata.category(sign):
        case "Pd":
            return "-"
        case "Cf":
            return ""
        case _:
            return _ALIKE.get(sign, sign)


def _own_number(line: Line, tongue: Tongue, number: str) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has '{number}', which looks like somebody's own mobile"),
        "Never write a person's number; a service's is a fact that somebody answers for",
    )


def _mail_by_hand(line: Line, tongue: Tongue, address: str) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has the mail address '{address}' written by hand"),
        "Never write a person's; a service's is a fact that somebody answers for",
    )


def _account_by_hand(line: Line, tongue: Tongue, account: str) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has the account '{account}' written by hand"),
        "Never write a person's; a link stays on her phone, where somebody else may find it",
    )


def _fact_of_a_person(fact: Fact, told: str) -> Issue:
    return error(
        fact.place,
        f"the fact '{fact.id}' says where somebody is found: '{told}'",
        "Take it out: a service's number is a fact of its own kind, and a street is none",
    )


def _street_by_hand(line: Line, tongue: Tongue, street: str) -> Issue:
    return error(
        line.text.place,
        tongue.named(f"{line.name} has the street '{street}'"),
        "Never write one: a centre's own page shows its public address, a shelter has none",
    )


def _street_beside_a_shelter(step: Step, tongue: Tongue, street: str) -> Issue:
    return error(
        step.place,
        tongue.named(f"step '{step.name}' speaks of a shelter and of the street '{street}'"),
        "Never let a screen say where a shelter is; name the centre that leads to it",
    )

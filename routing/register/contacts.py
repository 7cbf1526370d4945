"""The contacts of a row, each kept, dropped or held back; what is wrong is noted on the row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from routing.directory import ContactKind
from routing.network.file import ContactFile
from routing.register.contacts_written import (
    Mailbox,
    dialled,
    is_mobile,
    is_short_mobile,
    is_shortened,
    mailbox,
    numbers_written,
)
from routing.register.hours_written import promises_day_and_night
from routing.register.rows import FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from routing.register.rows import Row

# None of them has the address: it may be somebody's name.
_ABOUT_MAILBOXES = {
    Mailbox.MALFORMED: "its mailbox is not written as one.",
    Mailbox.PERSONAL: "its mailbox looks like one person's: it was dropped.",
    Mailbox.OFFICE: "its mailbox is an office's: women are not shown it.",
    Mailbox.FREE: "its mailbox is with a free provider: ask who reads it.",
}


def contacts_of(row: Row, fact: Mapping[str, Any]) -> Iterator[ContactFile]:
    """Its telephones, its mailbox and its site, each resting on that fact."""
    day_and_night = _lines(row)
    numbers = _phones(row, "telefoni")
    for number in dict.fromkeys([*numbers, *day_and_night]):
        is_line = number in day_and_night
        plain = ContactKind.MOBILE if is_mobile(number) else ContactKind.PHONE
        kind = ContactKind.LINE24 if is_line else plain
        use = "reperibilità telefonica 24 ore su 24" if is_line else "centro"
        lost = "ha nove cifre: ne manca forse una" if is_short_mobile(number) else None
        yield ContactFile(**fact, kind=kind, value=number, use=use, conflict=lost)
    yield from _mailbox(row, fact)
    yield from _site(row, fact)


def _phones(row: Row, column: str) -> tuple[str, ...]:
    good, bad = numbers_written(row[column])
    for part in bad:
        said = f"'{part}' is no telephone number: is a leading zero or a digit missing?"
        row.blame(FaultKind.PHONE, said)
    if column == "telefoni" and not good and not bad:
        row.blame(FaultKind.PHONE, "it has no telephone number.")
    for number in filter(is_short_mobile, good):
        said = f"{number} has nine digits: it is kept as in conflict until the centre confirms it."
        row.blame(FaultKind.PHONE, said, blocks=False)
    return good


def _lines(row: Row) -> tuple[str, ...]:
    """The numbers at which a person answers day and night."""
    promised, flagged = promises_day_and_night(row["orari"]), row["h24"].lower() in {"si", "sì"}
    if promised and not flagged:
        said = "its hours promise a person day and night: set 'h24' to 'si'."
        row.blame(FaultKind.DAY_AND_NIGHT, said)
    if flagged and not promised:
        said = "'h24' is set, but its hours do not say so."
        row.blame(FaultKind.DAY_AND_NIGHT, said, blocks=False)
    if not flagged:
        return ()
    return (
        _phones(row, "telefoni_in_orari")
        or _numbers_among(row["orari"])
        or _phones(row, "telefoni")
    )


def _numbers_among(hours: str) -> tuple[str, ...]:
    found = re.findall(r"(?<!\d)(?:0\d|3\d)[\d ]{6,11}\d", hours)
    return tuple(number for written in found if (number := dialled(written)))


def _mailbox(row: Row, fact: Mapping[str, Any]) -> Iterator[ContactFile]:
    if not row["email"]:
        return
    kind = mailbox(row["email"], row["nome"])
    if kind in _ABOUT_MAILBOXES:
        blocks = kind is Mailbox.MALFORMED
        row.blame(FaultKind.MAILBOX, _ABOUT_MAILBOXES[kind], blocks=blocks)
    if kind in {Mailbox.MALFORMED, Mailbox.PERSONAL}:
        return
    is_office = kind is Mailbox.OFFICE
    yield ContactFile(
        **fact,
        kind=ContactKind.EMAIL,
        value=row["email"].lower(),
        use="amministrazione" if is_office else "centro",
        staff_only=is_office,
    )


def _site(row: Row, fact: Mapping[str, Any]) -> Iterator[ContactFile]:
    if not row["sito_web"]:
        return
    if is_shortened(row["sito_web"]):
        row.blame(FaultKind.LINK, "its site is a shortened link: it was dropped.", blocks=False)
        return
    yield ContactFile(**fact, kind=ContactKind.WEB, value=row["sito_web"], use="sito")

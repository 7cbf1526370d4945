"""What people type into the network's rows: cleaned, or refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from routing.directory import PHONES, ContactKind, NodeKind
from routing.network.editing.errors import (
    BadLinkError,
    BadMailboxError,
    BadNumberError,
    BadPointError,
    NoWordsError,
    OfficeMailboxError,
    PersonalMailboxError,
    PersonalNumberError,
    ShelterError,
    UnwritableError,
)
from routing.register.contacts_written import (
    Mailbox,
    dialled,
    is_mobile,
    is_shortened,
    mailbox,
)
from routing.shelters import names_shelter, names_street

_MOST: Final = 500
_LATITUDES: Final = (35.0, 48.0)
_LONGITUDES: Final = (6.0, 19.0)
_FOREIGN: Final = re.compile(r"\+(?!39)[1-9]\d{6,14}")
_LINK: Final = re.compile(
    r"https?://[a-z0-9.-]+\.[a-z]{2,}(?:[/?#][^\s\"'<>\\^`{|}]*)?", re.IGNORECASE
)
#: A mobile in the middle of other words, however its digits are parted.
_MOBILE: Final = re.compile(r"(?<![\w/])(?:(?:\+|00)39)?\W{0,2}3\d{2}(?:\W{0,2}\d){6,7}(?!\w)")
#: "Padova 12": a street whose kind nobody wrote.
_NAME_AND_NUMBER: Final = re.compile(r"\b[^\W\d_a-zà-ÿ][^\W\d_]{2,},? (?:n\.? ?)?\d{1,3}\b")
# Whose telephone it is, said in its own words.
_SOMEBODYS: Final = re.compile(
    r"\b(?:personale|privat[oa]|di casa|mi[oa]|su[oa]|operatrice|volontaria|avvocat[oa]|psicologa"
    r"|presidente|responsabile|coordinatrice|direttrice|assistente sociale)\b"
    r"|\b(?:dott|dr|sig|avv)\.?(?:ssa|ra)?\.? "
    r"|\b(?:cell\w*|numero|tel\w*\.?) d(?:i|ella|el) (?!centro|sportello|serviz|reperib|turno)",
    re.IGNORECASE,
)


def plain(text: str, field: str) -> str:
    """A text of one line.

    Raises:
        NoWordsError: nothing is left of it.
        UnwritableError: it holds what nobody types, or too much.
        PersonalNumberError: it holds somebody's mobile; a contact has its own field.
    """
    words = " ".join(text.split())
    if not words:
        raise NoWordsError(field)
    if len(words) > _MOST or any(
        unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs"} for sign in words
    ):
        raise UnwritableError(field)
    if _MOBILE.search(unicodedata.normalize("NFKC", words)):
        raise PersonalNumberError
    return words


def remark(text: str, field: str, kind: NodeKind) -> str:
    """A text that is no address, beside a node of this kind.

    Raises:
        ShelterError: it could be where a shelter is.
        NoWordsError, UnwritableError: as of `plain`.
    """
    words = plain(text, field)
    if kind is NodeKind.HOSPITALITY and (names_street(words) or _NAME_AND_NUMBER.search(words)):
        raise ShelterError
    if names_shelter(words) and names_street(words):
        raise ShelterError
    return words


def address(text: str, field: str, kind: NodeKind) -> str:
    """The address of a public office.

    Raises:
        ShelterError: the node offers hospitality, or the words name a shelter.
        NoWordsError, UnwritableError: as of `plain`.
    """
    words = plain(text, field)
    if kind is NodeKind.HOSPITALITY or names_shelter(words):
        raise ShelterError
    return words


def point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Coordinates; none where both are left empty.

    Raises:
        BadPointError: they are no numbers, or not in Italy.
    """
    if not latitude.strip() and not longitude.strip():
        return None
    try:
        at = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        raise BadPointError from None
    if not (_LATITUDES[0] < at[0] < _LATITUDES[1] and _LONGITUDES[0] < at[1] < _LONGITUDES[1]):
        raise BadPointError
    return at


def value(
    typed: str, kind: ContactKind, name: str, use: str, *, is_shared: bool, is_hidden: bool
) -> str:
    """A contact as it is dialled or written.

    `name` is its node's; `is_shared` says that it is no single person's; `is_hidden` that no
    woman is shown it.

    Raises:
        PersonalNumberError: it is a person's mobile, or nobody said that it is not.
        NetworkEditError: it is no number, mailbox or site, each with its reason.
    """
    if kind in PHONES:
        return _number(typed, use, is_shared=is_shared)
    if kind is ContactKind.EMAIL:
        return _mailbox(typed, name, is_hidden=is_hidden)
    return _link(typed)


def _number(typed: str, use: str, *, is_shared: bool) -> str:
    number = dialled(typed)
    if number is None:
        bare = re.sub(r"[\s./()-]", "", typed)
        number = f"+{bare[2:]}" if bare.startswith("00") else bare
        if not _FOREIGN.fullmatch(number):
            raise BadNumberError
    if _SOMEBODYS.search(use) or (is_mobile(number) and not is_shared):
        raise PersonalNumberError
    return number


def _mailbox(typed: str, name: str, *, is_hidden: bool) -> str:
    kind = mailbox(typed, name)
    if kind is Mailbox.MALFORMED:
        raise BadMailboxError
    if kind is Mailbox.PERSONAL:
        raise PersonalMailboxError
    if kind is Mailbox.OFFICE and not is_hidden:
        raise OfficeMailboxError
    return typed.strip().lower()


def _link(typed: str) -> str:
    site = typed.strip()
    site = site if "://" in site else f"https://{site}"
    if not _LINK.fullmatch(site) or is_shortened(site):
        raise BadLinkError
    return site

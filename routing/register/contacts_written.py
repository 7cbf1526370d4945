"""Telephone numbers and mailboxes as offices write them, cleaned or refused."""

from __future__ import annotations

import re
from enum import Enum, auto

# Landlines keep their leading zero; mobiles begin with 3 and a prefix in use.
_LANDLINE = re.compile(r"0\d{5,10}")
_MOBILE = re.compile(r"3(?:[2-5]\d|6[0368]|[7-9]\d)\d{6,7}")
_SPECIAL = re.compile(r"80[03]\d{6}|1\d{2,3}|1\d{5}")
_OLD_MOBILE_DIGITS = 9
_REMARK = re.compile(r"\([^)]*\)")
_BETWEEN = re.compile(r"\s*[;,|]\s*|\s+[-/]\s+|\s+(?=\+|0\d{5}|3\d{8}|80[03]\d{6})")

_OFFICE = re.compile(
    r"^(?:amministra|contabil|fattur|president|direzion|direttiv|direttor|responsabil|protocoll"
    r"|segretar.?gen|risorseumane|personale|pec\b)|@(?:pec\.|legalmail\.|postacert)"
)
_FREE = re.compile(
    r"@(?:gmail|googlemail|libero|hotmail|outlook|live|yahoo|virgilio|tiscali|alice|tin|icloud"
    r"|inwind|iol|email|fastwebnet)\.[a-z.]+$"
)
_FORM = re.compile(r"[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
# Words of an office or of a service; without one, a free mailbox looks like a person's.
_SHARED = re.compile(
    r"centr|sportell|donn|antiviol|telefon|rosa|cav|assoc|ass\.|coop|onlus|rete|grupp|casa|info"
    r"|accogl|ascolt|aiut|frida|sola|insieme|libera|chiara|vale|orsa|td\."
)
_SHORTENED = re.compile(
    r"^https?://(?:www\.)?(?:bit\.ly|tinyurl\.com|goo\.gl|t\.ly|ow\.ly|is\.gd|cutt\.ly|rb\.gy"
    r"|shorturl\.at|t\.co|urly\.it|lnkd\.in)/",
    re.IGNORECASE,
)


class Mailbox(Enum):
    """What kind of mailbox an address seems to be."""

    SERVICE = auto()
    #: With a free provider, named like a service: nobody can tell who reads it.
    FREE = auto()
    PERSONAL = auto()
    OFFICE = auto()
    MALFORMED = auto()


def numbers_written(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers in a cell as they are dialled, and what in it is no number."""
    good: list[str] = []
    bad: list[str] = []
    for part in _BETWEEN.split(_REMARK.sub(" ", written).strip()):
        if part.strip():
            number = dialled(part)
            good.append(number) if number else bad.append(part.strip())
    return tuple(dict.fromkeys(good)), tuple(bad)


def dialled(written: str) -> str | None:
    """The number in E.164, or as it is dialled when it is a short or green one."""
    digits = re.sub(r"[\s./()-]", "", written)
    national = re.sub(r"^(?:\+39|0039)", "", digits)
    if not national.isascii() or not national.isdigit():
        return None
    if _SPECIAL.fullmatch(national):
        return national
    known = _LANDLINE.fullmatch(national) or _MOBILE.fullmatch(national)
    return f"+39{national}" if known else None


def is_mobile(number: str) -> bool:
    """Whether the number, as `dialled` gives it, is a mobile's."""
    return number.startswith("+393")


def is_short_mobile(number: str) -> bool:
    """Whether it is a mobile of nine digits: rare and old, or one digit was lost."""
    return is_mobile(number) and len(number) == len("+39") + _OLD_MOBILE_DIGITS


def mailbox(address: str, name: str) -> Mailbox:
    """What kind of mailbox it is, the name of its centre being this."""
    plain = address.strip().lower()
    if not _FORM.fullmatch(plain):
        return Mailbox.MALFORMED
    if _OFFICE.search(plain):
        return Mailbox.OFFICE
    if not _FREE.search(plain):
        return Mailbox.SERVICE
    local = plain.partition("@")[0]
    words = re.findall(r"[a-z]{4,}", name.lower())
    is_shared = _SHARED.search(local) or any(word in local for word in words)
    return Mailbox.FREE if is_shared else Mailbox.PERSONAL


def is_shortened(address: str) -> bool:
    """Whether a link hides where it leads."""
    return _SHORTENED.match(address) is not None

"""The words by which a shelter is known, so that its address can be refused."""

from __future__ import annotations

import re

# The address of a shelter is what a violent man looks for. A word too many here
# costs a coordinator a sentence; a word too few may cost more.
_SHELTER = re.compile(
    r"\bcas[ae][ -]+rifugi[oe]?\b|\brifugi[oe]?\b|\bcas[ae] protett[ae]\b"
    r"|\b(?:alloggi[oe]?|appartament[oi]|strutture?|comunit[aà])"
    r"(?: \w+)? (?:protett[oaie]|segret[oaie]|ad indirizzo (?:segreto|riservato))\b"
    r"|\bindirizzo (?:segreto|riservato)\b|\bpronto intervento\b|\bsecond[ae] accoglienz[ae]\b"
    r"|\bshelters?\b|\brefuges?\b",
    re.IGNORECASE,
)

# A street with a number, or one of the plainest street words before a name.
_STREET = re.compile(
    r"\b(?:via|v\.le|viale|vicolo|piazza|p\.(?:zz)?a|piazzale|piazzetta|p\.le|corso|c\.so|largo"
    r"|strada|stradone|contrada|alzaia|ripa|bastioni|galleria|salita|localit[aà]|loc\."
    r"|frazione|lungo\w{3,})\s+(?:[\w.'’]+\s+){0,5}?(?:[\w.'’]+,?\s*(?:n\.?|n°)?\s*)\d"
    r"|\b(?:via|viale|vicolo|piazza|piazzale|(?<!in )corso|largo)\s+(?!e?-?mail\b|posta\b"
    r"|telefono\b|whatsapp\b|sms\b|web\b|chat\b|skype\b|video\w*\b|di\s+(?:form|prep|stud)\w*)"
    r"[^\W\d_]{3,}"
    r"|\b(?:via|viale|piazza|corso(?!\s+di\s+(?:form|prep|stud))|largo)\s+"
    r"(?:d[aei]\w{0,3}['’ ]|s\.|san\s)\s*[^\W\d_]{3,}",
    re.IGNORECASE,
)


def names_street(text: str) -> bool:
    """Whether a text holds what could be a street's address.

    >>> names_street("suonare in via Verdi 3"), names_street("risponde anche via mail")
    (True, False)
    """
    return _STREET.search(text) is not None


def names_shelter(text: str) -> bool:
    """Whether the text speaks of a shelter. The name of an organisation alone does not."""
    return _SHELTER.search(text) is not None

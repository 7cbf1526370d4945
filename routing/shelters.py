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


def names_shelter(text: str) -> bool:
    """Whether the text speaks of a shelter. The name of an organisation alone does not."""
    return _SHELTER.search(text) is not None

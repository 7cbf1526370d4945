"""A candidate in words, so that two places of one name can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.phrase import N_, Phrase
from routing.areas import MILANO, municipio_of
from routing.gazetteer import Kind

if TYPE_CHECKING:
    from routing.areas import AreaCode
    from routing.gazetteer import Comune
    from routing.places.lookup import Name

_NEAR_PROVINCE = "MI"


def of_comune(comune: Comune) -> Phrase:
    """Such as "Corsico, comune"; away from Milan with its province."""
    if comune.sigla == _NEAR_PROVINCE:
        return Phrase(N_("{name}, comune"), {"name": comune.name})
    words = N_("{name}, comune in provincia di {province}")
    return Phrase(words, {"name": comune.name, "province": comune.province})


def of_municipio(number: int) -> Phrase:
    """Such as "Municipio 3 di Milano"."""
    return Phrase(N_("Municipio {number} di Milano"), {"number": number})


def of_part(place: str, number: int) -> Phrase:
    """Such as "Lambrate, Milano, Municipio 3"."""
    return Phrase(N_("{place}, Milano, Municipio {number}"), {"place": place, "number": number})


def of_name(name: Name, area: AreaCode, comune: Comune | None) -> Phrase:
    """The label of one area that a name may mean."""
    number = municipio_of(area)
    if comune is None and number is not None:
        if name.kind is Kind.METRO:
            words = N_("metro {place}, Milano, Municipio {number}")
            return Phrase(words, {"place": name.text, "number": number})
        return of_part(_shown(name), number)
    if comune is None or name.kind is Kind.COMUNE or area == MILANO:
        assert comune is not None
        return of_comune(comune)
    words = N_("{place}, nel comune di {name}")
    return Phrase(words, {"place": name.text, "name": comune.name})


def _shown(name: Name) -> str:
    """A street begins small: "via Corsico"."""
    if name.kind is Kind.STREET:
        return name.text[0].lower() + name.text[1:]
    return name.text

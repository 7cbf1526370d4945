"""Areas as codes and as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.areas import AreaCode, area_number, area_of, municipio_of
from routing.errors import UnknownAreaError

THREE_BYTES = 2**24


@pytest.mark.parametrize(("area", "number"), [("M3", 3), ("C015146", 15146), ("C001001", 1001)])
def test_area_has_its_number(area: str, number: int) -> None:
    """A municipio is its own number, a comune its ISTAT code; and back."""
    assert number == area_number(AreaCode(area))
    assert area == area_of(number)


@given(st.integers(min_value=-5, max_value=THREE_BYTES * 2))
def test_number_is_an_area_or_refused(number: int) -> None:
    """Any number either stands for one area or is refused with our own error."""
    try:
        area = area_of(number)
    except UnknownAreaError:
        return

    assert number == area_number(area)
    assert 0 < number < THREE_BYTES


@pytest.mark.parametrize(
    "text", ["", "M0", "M10", "m3", "C15146", "C000000", "C0151460", "М3", "C٠١٥١٤٦"]
)
def test_other_text_is_no_area(text: str) -> None:
    """What is not written as an area is refused, whatever it resembles."""
    with pytest.raises(UnknownAreaError):
        area_number(AreaCode(text))


def test_only_a_municipio_has_its_number() -> None:
    """A comune is no municipio."""
    assert 7 == municipio_of(AreaCode("M7"))
    assert municipio_of(AreaCode("C015146")) is None

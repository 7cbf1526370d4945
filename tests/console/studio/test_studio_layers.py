"""The map's drawing: everything placed, nothing on top of anything else."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from console.studio.layers import HEIGHT, WIDTH, lay_out

_NAMES = st.integers(0, 30).map(str)
_DEPTHS = st.dictionaries(_NAMES, st.integers(0, 6), max_size=31)
_WAYS = st.lists(st.tuples(_NAMES, _NAMES).filter(lambda way: way[0] != way[1]), max_size=60)


@given(_DEPTHS, _WAYS)
def test_nothing_overlaps_and_all_is_within(
    depths: dict[str, int], ways: list[tuple[str, str]]
) -> None:
    """Any graph, with cycles and ways to what is not there."""
    drawn = lay_out(depths, ways)
    spots = drawn.spots

    assert set(depths) == set(spots)
    for one, other in itertools.combinations(spots.values(), 2):
        assert abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
    for spot in spots.values():
        assert 0 < spot.x <= drawn.width - WIDTH
        assert 0 < spot.y <= drawn.height - HEIGHT
    assert {way for way in ways if set(way) <= set(depths)} == {
        (line.start, line.end) for line in drawn.lines
    }


@given(_DEPTHS, _WAYS)
def test_who_is_further_stands_lower(depths: dict[str, int], ways: list[tuple[str, str]]) -> None:
    """A layer is never above one that is nearer to the entrance."""
    spots = lay_out(depths, ways).spots

    for one, other in itertools.permutations(spots, 2):
        if depths[one] < depths[other]:
            assert spots[one].y < spots[other].y


def test_the_same_flow_is_always_drawn_the_same() -> None:
    """Nobody has to look for a step again after loading the page anew."""
    depths = {str(number): number // 4 for number in range(20)}
    ways = [(str(number), str(number * 7 % 20)) for number in range(1, 20)]

    assert lay_out(depths, ways) == lay_out(depths, ways)

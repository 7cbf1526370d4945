"""Rules and desks edited: one thing is another, every other byte of the network stays."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.desks import Criterion
from routing.network.desk_file import DESKS
from routing.network.editing.choosing import (
    TIMES,
    RuleTold,
    add_rule,
    count_criterion,
    drop_rule,
    move_criterion,
    order_of,
    set_rule,
    set_times,
)
from routing.network.editing.desks import DeskTold, add_desk, drop_desk, set_desk
from routing.network.editing.errors import LayoutError, NetworkEditError
from routing.network.loading import read_network, shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from routing.desks import DeskBook

#: Without the register's hundred centres: each change reads the whole network twice.
TEXTS = {
    name: shipped_folder().joinpath(name).read_text(encoding="utf-8")
    for name in ("network.toml", "nodes.toml", DESKS)
}
_NAMES = {key: key for key in TIMES}
_DESK = DeskTold(hours="Mo-Fr 09:00-12:00", wants=["legal"], languages=["it"], areas=["M3"])


def _book(changed: Mapping[str, str]) -> DeskBook:
    network, problems = read_network({**TEXTS, **changed})
    assert network is not None
    assert [each for each in problems if each.file == DESKS] == []
    return network.book


def _lines(changed: Mapping[str, str]) -> list[str]:
    """The lines that go and those that come."""
    assert set(changed) <= {DESKS}
    before, after = TEXTS[DESKS].splitlines(), changed.get(DESKS, TEXTS[DESKS]).splitlines()
    told = difflib.unified_diff(before, after, n=0, lineterm="")
    return [line for line in told if not line.startswith(("---", "+++", "@@"))]


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(list(Criterion)), st.integers(-7, 7)), max_size=6))
def test_however_the_order_is_moved_it_is_the_same_words(
    moves: list[tuple[Criterion, int]],
) -> None:
    """Nothing is lost or said twice, and one line at most is another."""
    texts = dict(TEXTS)
    for name, by in moves:
        texts |= move_criterion(texts, name, by)
    assert sorted(Criterion) == sorted(order_of(texts))
    assert len(_lines({DESKS: texts[DESKS]})) in {0, 2}


def test_a_criterion_may_count_for_nothing_and_the_last_one_may_not() -> None:
    """Something has to decide."""
    texts = dict(TEXTS)
    for name in list(Criterion)[1:]:
        texts |= count_criterion(texts, name, counts=False)
    assert ["language"] == order_of(texts)
    with pytest.raises(NetworkEditError):
        count_criterion(texts, "language", counts=False)


@settings(deadline=None, max_examples=10)
@given(st.fixed_dictionaries({key: st.integers(-1, 260) for key in TIMES}))
def test_times_are_within_their_limits_or_refused(told: dict[str, int]) -> None:
    """What is kept is what was typed, and the remarks above each stay."""
    fits = all(least <= told[key] <= most for key, (least, most, _) in TIMES.items())
    typed = {key: str(value) for key, value in told.items()}
    if not fits:
        with pytest.raises(NetworkEditError):
            set_times(TEXTS, typed, _NAMES)
        return
    _see_times_kept(told)


@settings(deadline=None, max_examples=5)
@given(
    st.fixed_dictionaries(
        {key: st.integers(least, most) for key, (least, most, _) in TIMES.items()}
    )
)
def test_times_that_fit_are_kept(told: dict[str, int]) -> None:
    """Up to their limits."""
    _see_times_kept(told)


def _see_times_kept(told: dict[str, int]) -> None:
    changed = set_times(TEXTS, {key: str(value) for key, value in told.items()}, _NAMES)
    book = _book(changed)
    assert told == {key: getattr(book, key) for key in TIMES}
    assert all(line[1:].split(" = ")[0] in TIMES for line in _lines(changed))


@settings(deadline=None, max_examples=8)
@given(st.text(max_size=60))
def test_any_word_of_a_desk_is_read_back_or_refused(words: str) -> None:
    """Quotes and line ends open no table of the file."""
    told = DeskTold(
        hours=_DESK.hours, wants=_DESK.wants, languages=_DESK.languages, confirmed_by=words
    )
    try:
        changed = set_desk(TEXTS, "cadmi", told)
    except NetworkEditError:
        return
    book = _book(changed)
    assert set(_book({}).desks) == set(book.desks)
    assert " ".join(words.split()) == book.desks["cadmi"].confirmed_by


def test_p9_what_is_added_and_taken_out_leaves_the_file_as_it_was() -> None:
    """A rule and a desk; a node that gives shelter never has one."""
    told = RuleTold(wants=["legal"], languages=["ar"], nodes=["cadmi"])
    with_rule = {**TEXTS, **add_rule(TEXTS, told)}
    with_desk = {**TEXTS, **add_desk(TEXTS, "telefono-donna", _DESK)}

    assert TEXTS == {**with_rule, **drop_rule(with_rule, 2)}
    assert TEXTS == {**with_desk, **drop_desk(with_desk, "telefono-donna")}
    with pytest.raises(NetworkEditError):
        add_desk(TEXTS, "ceas", _DESK)


def test_a_network_without_desks_gets_its_first() -> None:
    """The file is made."""
    bare = {name: text for name, text in TEXTS.items() if name != DESKS}
    changed = add_desk(bare, "cadmi", _DESK)
    network, problems = read_network({**bare, **changed})
    assert network is not None
    assert [each for each in problems if each.file == DESKS] == []
    assert ["cadmi"] == list(network.book.desks)


@pytest.mark.parametrize(
    "doing",
    [
        lambda: add_rule(TEXTS, RuleTold(wants=["legal"])),
        lambda: add_rule(TEXTS, RuleTold(nodes=["telefono-donna"])),
        lambda: add_rule(TEXTS, RuleTold(wants=["nothing"], services=["legal"])),
        lambda: set_rule(TEXTS, 7, RuleTold(services=["legal"])),
        lambda: drop_rule(TEXTS, 7),
        lambda: drop_desk(TEXTS, "telefono-donna"),
        lambda: add_desk(TEXTS, "cadmi", _DESK),
        lambda: add_desk(TEXTS, "nowhere", _DESK),
        lambda: set_desk(TEXTS, "cadmi", DeskTold(hours="24/7", languages=["it"])),
        lambda: set_desk(TEXTS, "cadmi", DeskTold(hours="always", wants=["legal"])),
        lambda: move_criterion(TEXTS, "weather", 1),
        lambda: count_criterion(TEXTS, "weather", counts=True),
        lambda: move_criterion({**TEXTS, DESKS: "order = ["}, "load", 1),
    ],
)
def test_what_cannot_be_done_to_the_rules_is_told(doing: Callable[[], object]) -> None:
    """Each with a sentence."""
    with pytest.raises(NetworkEditError) as refused:
        doing()
    assert str(refused.value.phrase).endswith(".")


def test_a_desk_that_a_rule_prefers_stays() -> None:
    """First the rule, then the desk."""
    texts = {**TEXTS, **add_rule(TEXTS, RuleTold(nodes=["cadmi"]))}
    with pytest.raises(NetworkEditError):
        drop_desk(texts, "cadmi")


def test_an_unusual_file_is_left_alone() -> None:
    """Inline rules cannot be changed piece by piece."""
    texts = {**TEXTS, DESKS: 'rule = [{prefer = {services = ["legal"]}}]\n'}
    with pytest.raises(LayoutError):
        drop_rule(texts, 0)

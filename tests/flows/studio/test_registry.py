"""The registry of facts: added, confirmed and taken out, everything else byte for byte."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.editing import (
    EditError,
    add_fact,
    applied,
    confirm_fact,
    remove_fact,
    set_fact,
    uses_of_fact,
)
from flows.reader import read_library, shipped_library
from flows.registered import FactKind, FactStatus, trusted_until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flows.editing import Changed
    from flows.registered import Fact

_TODAY = date(2026, 11, 24)
_TOLD = {
    "kind": "number",
    "value": "02 1234 5678",
    "says": "Un numero di prova.",
    "source": "Nessuna",
    "checked_on": "2026-11-24",
    "owner": "rete",
    "expires_on": "2027-02-24",
    "status": "draft",
}
_REGISTRY = "facts.yaml"


def _facts(sources: dict[str, str]) -> Mapping[str, Fact]:
    library, issues = read_library(sources)
    assert library is not None, [str(issue) for issue in issues]
    return library.facts


def test_a_fact_is_added_behind_the_others_which_stay_as_typed() -> None:
    """The file before is the beginning of the file after."""
    before = shipped_library()
    after = applied(before, add_fact(before, "prova", _TOLD))

    assert after[_REGISTRY].startswith(before[_REGISTRY])
    assert {**before, _REGISTRY: ""} == {**after, _REGISTRY: ""}
    assert _facts(after)["prova"].value == "02 1234 5678"
    assert not _facts(after)["prova"].is_current(_TODAY)


def test_what_was_added_and_taken_out_leaves_the_file_as_it_was() -> None:
    """To the byte."""
    before = shipped_library()
    with_it = applied(before, add_fact(before, "prova", _TOLD))
    assert applied(with_it, remove_fact(with_it, "prova")) == before


@settings(deadline=None, max_examples=20)
@given(st.text(min_size=1, max_size=80))
def test_any_words_are_read_back_from_the_registry_or_refused(words: str) -> None:
    """Quotes, markup, another script: nothing becomes a key of the file."""
    before = shipped_library()
    try:
        after = applied(before, add_fact(before, "prova", {**_TOLD, "says": words}))
    except EditError:
        return
    known = _facts(after)
    assert set(_facts(before)) | {"prova"} == set(known)
    assert " ".join(words.split()) == known["prova"].says


def test_p10_a_confirmed_fact_holds_as_long_as_its_kind_may() -> None:
    """Three months for a number; who checked it stands beside, and nothing else changes."""
    before = shipped_library()
    after = applied(before, confirm_fact(before, "svsed_sexual", "SVSeD", _TODAY))
    fact = _facts(after)["svsed_sexual"]

    assert fact.status is FactStatus.CONFIRMED
    assert (fact.checked_on, fact.checked_by) == (_TODAY, "SVSeD")
    assert fact.expires_on == date(2027, 2, 24)
    assert len(after[_REGISTRY].splitlines()) == len(before[_REGISTRY].splitlines()) + 1


@given(st.sampled_from(list(FactKind)), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_p10_no_check_is_trusted_longer_than_the_checks_allow(kind: FactKind, day: date) -> None:
    """What the page writes never is an error at publishing."""
    most = {"number": 93, "law": 186, "money": 186, "health": 372, "other": 372}
    days = (trusted_until(kind, day) - day).days
    assert most[kind] - 6 <= days + 4
    assert days <= most[kind]


def test_a_fact_is_found_wherever_it_is_told() -> None:
    """In a sentence, in a list of facts, among the numbers of a step, in library.yaml."""
    sources = shipped_library()
    told = {name: set(uses_of_fact(sources, name)) for name in _facts(sources)}

    assert "library" in told["1522"]
    assert all(told.values()), "The shipped registry holds nothing that nobody tells."
    library, _ = read_library(sources)
    assert library is not None
    for step in library.steps.values():
        named = {name for bubble in step.say for name in bubble.facts} | set(step.numbers)
        assert all(step.name in told[name] for name in named)


@pytest.mark.parametrize(
    ("doing", "said"),
    [
        (lambda s: add_fact(s, "112", _TOLD), "non può essere un nome"),
        (lambda s: add_fact(s, "web_address", _TOLD), "c'è già"),
        (lambda s: add_fact(s, "svsed_sexual", _TOLD), "c'è già"),
        (lambda s: add_fact(s, "prova", {**_TOLD, "colour": "red"}), "non ha 'prova.colour'"),
        (lambda s: add_fact(s, "prova", {**_TOLD, "owner": " "}), "servono delle parole"),
        (lambda s: set_fact(s, "svsed_sexual", {"source": ""}), "servono delle parole"),
        (lambda s: remove_fact(s, "1522"), "non si toglie"),
        (lambda s: remove_fact(s, "svsed_sexual"), "serve ancora nel passo 'harm.hospital'"),
        (lambda s: remove_fact(s, "none"), "non ha 'none'"),
        (lambda s: confirm_fact(s, "svsed_sexual", "  ", _TODAY), "servono delle parole"),
        (lambda s: set_fact(s, "none", {"value": "1"}), "non ha 'none'"),
    ],
)
def test_what_cannot_be_done_to_the_registry_is_told(
    doing: Callable[[dict[str, str]], Changed], said: str
) -> None:
    """A sentence for a coordinator."""
    with pytest.raises(EditError) as refused:
        doing(shipped_library())
    assert said in str(refused.value)

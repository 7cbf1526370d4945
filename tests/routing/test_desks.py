"""`desks.toml` as coordinators write it, and what is said of their slips."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from routing.directory import NodeKind
from routing.handoff import Want
from routing.network.loading import load_network, shipped_folder, shipped_network

if TYPE_CHECKING:
    from routing.desks import DeskBook

ISLANDS = Path(__file__).parent / "networks" / "isole"
DESK = """
claim_minutes = 7

[[rule]]
when = {want = ["health"]}
prefer = {nodes = ["porto"]}

[[desk]]
node = "porto"
hours = "Mo-Fr 09:00-17:00; PH off"
closures = [{begins = 2026-12-28, ends = 2026-12-31, why = "inventory"}]
wants = ["listening", "health"]
languages = ["pt", "en"]
areas = ["C900001"]
confirmed_by = "A. Medeiros"
"""


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    folder = tmp_path / "isole"
    shutil.copytree(ISLANDS, folder)
    return folder


def read(folder: Path, text: str) -> tuple[DeskBook, list[str]]:
    (folder / "desks.toml").write_text(text, encoding="utf-8")
    network, problems = load_network(folder)
    return network.book, [str(problem) for problem in problems]


def test_a_book_is_read(islands: Path) -> None:
    """Its numbers, its rules, its desks on their own clock, with both kinds of closures."""
    book, problems = read(islands, DESK)

    assert [] == problems
    assert (7, 15) == (book.claim_minutes, book.widen_minutes)
    assert frozenset({Want.LISTENING, Want.HEALTH}) == book.desks["porto"].wants
    assert book == book.confirmed()
    azores = book.desks["porto"].hours.calendar.zone
    assert not book.is_open("porto", datetime(2026, 12, 29, 11, tzinfo=azores))
    assert not book.is_open("porto", datetime(2026, 8, 11, 11, tzinfo=azores))
    # The feast of its harbour.
    assert not book.is_open("porto", datetime(2026, 5, 18, 11, tzinfo=azores))
    assert book.is_open("porto", datetime(2026, 5, 19, 11, tzinfo=azores))


def test_a_network_without_the_file_has_no_desk(islands: Path) -> None:
    """Then nobody is told that a person could answer."""
    network, problems = load_network(islands)
    assert ([], {}) == (problems, network.book.desks)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("claim_minutes", "clam_minutes", "desks.toml:2: clam_minutes"),
        ("areas =", "address = 'x'\nareas =", "desk.0.address"),
        ('"listening"', '"listning"', "desk.0.wants.0"),
        ("= 7", "= 0", "desks.toml:2: claim_minutes"),
        ("09:00-17:00", "from nine", "Desk of 'porto'"),
        ('node = "porto"', 'node = "nobody"', "no node of this network"),
        ('node = "porto"', 'node = "abrigo"', "hospitality"),
        ('confirmed_by = "A. Medeiros"', "", "who confirmed it"),
        ('confirmed_by = "A. Medeiros"', 'confirmed_by = "A"\nsample = true', "who confirmed it"),
        ("2026-12-31", "2026-12-01", "ends before it begins"),
        ('nodes = ["porto"]', 'nodes = ["farol"]', "'farol' has no [[desk]]"),
        ('nodes = ["porto"]', "nodes = []", "prefers nobody"),
        ("claim_minutes", 'order = ["open", "open"]\nclaim_minutes', "stands there twice"),
        ("claim_minutes", 'order = ["score"]\nclaim_minutes', "order.0"),
        ("claim_minutes = 7", "not [ toml", "No TOML"),
    ],
)
def test_a_slip_is_told_with_its_file(islands: Path, old: str, new: str, said: str) -> None:
    """Each in a sentence that names the file, the line and the key or the desk."""
    assert old in DESK
    _, problems = read(islands, DESK.replace(old, new, 1))

    assert [True] == [problem.startswith("desks.toml:") for problem in problems[:1]]
    assert any(said in problem for problem in problems), problems


def test_two_desks_of_one_node_are_told(islands: Path) -> None:
    """Both, so that a coordinator sees which to keep."""
    _, problems = read(islands, DESK + DESK[DESK.index("[[desk]]") :])
    assert 2 == sum("more than one [[desk]]" in problem for problem in problems)


def test_p9_the_shipped_desks_are_samples_and_no_hospitality() -> None:
    """Three kinds of desk, each made up and saying so."""
    network = shipped_network()
    kinds = {network.directory.by_id(id_) for id_ in network.book.desks}

    assert 3 == len(kinds)
    assert NodeKind.HOSPITALITY not in {node.kind for node in kinds if node}
    assert all(desk.is_sample for desk in network.book.desks.values())
    assert "inventati" in (shipped_folder() / "desks.toml").read_text(encoding="utf-8")

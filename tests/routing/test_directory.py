"""The folder of a network: read whole, every problem said, nothing tied to Milan."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from routing.areas import AreaCode
from routing.directory import ContactKind, Node, NodeKind
from routing.errors import NetworkError
from routing.network.loading import load_network, shipped_network
from routing.shelters import names_shelter

ISLANDS = Path(__file__).parent / "networks" / "isole"
MILAN = shipped_network()
TODAY = date(2026, 11, 22)


def problems_of(folder: Path) -> list[str]:
    return [str(problem) for problem in load_network(folder)[1]]


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    """A copy of the made-up network that a test may spoil."""
    return Path(shutil.copytree(ISLANDS, tmp_path / "isole"))


def spoil(folder: Path, old: str, new: str, name: str = "nodes.toml") -> int:
    """Put a fault into a file and return its line."""
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_milan_is_whole() -> None:
    """The network's fourteen nodes, and every centre of the region once."""
    nodes = MILAN.directory.nodes
    assert set(range(1, 15)) == {node.number for node in nodes if node.number < 100}
    listed = [row for node in nodes for row in node.listed_as]
    own = [node.id for node in nodes if node.id.startswith("cav-")]
    assert {f"cav-{n:03}" for n in range(1, 97)} == {*listed, *own}
    assert 96 == len(listed) + len(own)
    assert "1522" in {line.number for line in MILAN.directory.lines}


def test_every_fact_says_where_it_comes_from() -> None:
    """Source known, owner named, an end in sight; and nothing is confirmed by guess."""
    for node in MILAN.directory.nodes:
        for fact in (*node.contacts, node.seat, node.hours_fact):
            if fact is not None:
                assert fact.source in MILAN.directory.sources
                assert fact.owner
                assert fact.expires_on is not None
                assert fact.confirmed_by is None


@pytest.mark.parametrize(
    ("id_", "numbers"),
    [
        ("cadmi", {"+390255015519", "+390255019609"}),
        ("cav-085", {"+393931660783", "+393931667083"}),
        ("telefono-donna", {"+390264444008", "+390264443043", "+390264443044"}),
        ("cav-078", {"+393295870862"}),
        ("cav-042", {"+390362621494"}),
        ("sed-caritas", {"+390276037352"}),
    ],
)
def test_p10_conflicts_are_shown_and_not_settled(id_: str, numbers: set[str]) -> None:
    """Each number that the sources disagree on is there, and says what contradicts it."""
    node = MILAN.directory.by_id(id_)
    assert node is not None
    phones = [c for c in node.contacts if c.kind not in (ContactKind.EMAIL, ContactKind.WEB)]
    assert numbers == {contact.value for contact in phones}
    assert all(contact.conflict for contact in phones)


def test_p10_an_address_about_to_change_is_in_conflict() -> None:
    """Cerchi d'Acqua is moving: where to, the centre says."""
    node = MILAN.directory.by_id("cerchi-dacqua")
    assert node is not None
    assert node.seat is not None
    assert "XXII Marzo" in (node.seat.conflict or "")


def test_p9_there_is_no_field_for_a_shelter() -> None:
    """Neither in the record nor in the data: hospitality has no seat and no point."""
    assert not [f.name for f in fields(Node) if "shelter" in f.name or "rifugio" in f.name]
    for node in MILAN.directory.nodes:
        assert not names_shelter(node.address or "")
        if node.kind is NodeKind.HOSPITALITY:
            assert (None, None) == (node.address, node.point)


def test_the_hint_of_a_territory_reaches_its_doors() -> None:
    """Hara serves Arese; a door outside every territory serves nobody in particular."""
    hara, bergamo = MILAN.directory.by_id("cav-087"), MILAN.directory.by_id("cav-014")
    assert hara is not None
    assert bergamo is not None
    assert AreaCode("C015009") in hara.serves
    assert () == bergamo.serves


def test_another_network_has_its_own_clock_and_feasts() -> None:
    """The islands: other hours from Greenwich, Portugal Day, a harbour feast, an August closure."""
    network, problems = load_network(ISLANDS)
    assert [] == problems
    porto = network.directory.by_id("porto")
    assert porto is not None
    assert porto.hours is not None
    azores = ZoneInfo("Atlantic/Azores")
    assert porto.hours.is_open(datetime(2026, 11, 24, 17, 59, tzinfo=ZoneInfo("Europe/Rome")))
    for shut in ("2026-05-18", "2026-06-10", "2026-08-12"):
        assert not porto.hours.is_open(
            datetime.fromisoformat(f"{shut} 12:00").replace(tzinfo=azores)
        )
    # The feast is the first island's; 7 December is Milan's.
    assert porto.hours.is_open(datetime(2026, 12, 7, 12, tzinfo=azores))


def test_a_good_folder_has_no_problems() -> None:
    """Otherwise the tests below would prove nothing."""
    assert [] == problems_of(ISLANDS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("number = 2", "number = 1", "number 1"),
        ('id = "farol"', 'id = "porto"', "called 'porto'"),
        ('kind = "hospital"', 'kind = "church"', "kind"),
        ('area = "C900003"', 'area = "Milano"', "area"),
        ("Mo-Fr 09:00-17:00", "lun-ven 9-17", "no opening hours"),
        ("expires_on = 2027-01-10", "expires_on = 2025-01-10", "expires before"),
        ('source = "made-up"', 'source = "hearsay"', "hearsay"),
        ("phone_only = true", "shelter_address = true", "shelter_address"),
    ],
)
def test_each_fault_is_said_with_its_place(islands: Path, old: str, new: str, said: str) -> None:
    """File, line and what is wrong, for whoever has to put it right."""
    line = spoil(islands, old, new)
    found = problems_of(islands)
    assert found
    assert any(said in problem for problem in found)
    places = [int(problem.split(":")[1]) for problem in found if problem.startswith("nodes.toml:")]
    assert any(abs(place - line) <= 9 for place in places)


def test_all_faults_are_said_at_once(islands: Path) -> None:
    """Nobody mends one, runs again, and meets the next."""
    spoil(islands, 'source = "made-up"', 'source = "hearsay"')
    spoil(islands, "Mo-Fr 09:00-17:00", "whenever")
    spoil(islands, '"farol"', '"nobody"', "network.toml")
    found = "\n".join(problems_of(islands))
    for said in ("hearsay", "whenever", "nobody"):
        assert said in found


@pytest.mark.parametrize(
    "address",
    [
        'address = "Casa rifugio, via X 1"',
        'address = "Rua 4"',
    ],
)
def test_p9_an_address_of_hospitality_is_refused(islands: Path, address: str) -> None:
    """In words or by the kind of the node: it does not load without being said."""
    fact = 'source = "made-up", checked_on = 2026-11-22, owner = "x", expires_on = 2027-02-22'
    seat = f"seat = {{{address}, {fact}}}"
    spoil(islands, 'kind = "hospitality"', f'kind = "hospitality"\n{seat}')
    assert any("no address" in problem for problem in problems_of(islands))


def test_p10_without_112_a_network_has_a_problem(islands: Path) -> None:
    """The emergency number is part of every network."""
    spoil(islands, 'id = "112"', 'id = "113"', "network.toml")
    assert any("112" in problem for problem in problems_of(islands))


@pytest.mark.parametrize("text", ["", "not [ toml", 'id = "x"'])
def test_an_unreadable_head_is_refused(islands: Path, text: str) -> None:
    """Without a readable network.toml nothing can be said of the rest."""
    (islands / "network.toml").write_text(text)
    with pytest.raises(NetworkError):
        load_network(islands)
    (islands / "network.toml").unlink()
    with pytest.raises(NetworkError):
        load_network(islands)


def test_bad_toml_in_a_file_of_nodes_is_a_problem(islands: Path) -> None:
    """The line of the slip is named and the other files are still read."""
    (islands / "more.toml").write_text('[[node]]\nid = "x\n')
    found = problems_of(islands)
    assert ["more.toml:2"] == [problem.split(": ")[0] for problem in found]

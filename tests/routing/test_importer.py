"""A register of centres: each known fault is reported, and nothing is kept half-way."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.commands.network_import import import_register
from routing.directory import ContactKind
from routing.network.loading import load_network
from routing.network.text import nodes_text
from routing.register.comuni import Comuni
from routing.register.importer import may_be_kept, validate_rows
from routing.register.rows import Fault, FaultKind

if TYPE_CHECKING:
    from routing.network.file import NodeFile

ISLANDS = Path(__file__).parent / "networks" / "isole"
COMUNI = Comuni.shipped()
TODAY = date(2026, 11, 22)
GOOD = {
    "id": "cav-501",
    "nome": "CENTRO ANTIVIOLENZA DI PROVA",
    "tipo": "centro",
    "indirizzo": "Via Como, 57",
    "cap": "20851",
    "comune": "Lissone",
    "codice_istat": "108028",
    "sigla": "MB",
    "municipio": "",
    "telefoni": "+390392840000",
    "telefoni_in_orari": "",
    "h24": "",
    "email": "info@centrodiprova.example",
    "sito_web": "https://www.centrodiprova.example",
    "orari": "Dal lunedì al venerdì 9:00-12:00",
    "lat": "45.618452",
    "lon": "9.23468",
}


def register(*rows: dict[str, str]) -> str:
    """A CSV of the good row with the given changes, one a row."""
    made = io.StringIO()
    columns = {column: None for row in (GOOD, *rows) for column in row}
    writer = csv.DictWriter(made, list(columns))
    writer.writeheader()
    for position, row in enumerate(rows):
        writer.writerow({**GOOD, "id": f"cav-{501 + position}", **row})
    return made.getvalue()


def read(*rows: dict[str, str]) -> tuple[tuple[NodeFile, ...], tuple[Fault, ...]]:
    network, _ = load_network(ISLANDS)
    return validate_rows(register(*rows), network, COMUNI, source="made-up", today=TODAY)


def kinds(faults: tuple[Fault, ...]) -> list[FaultKind]:
    return [fault.kind for fault in faults]


def test_a_good_row_becomes_a_node_that_nobody_has_confirmed() -> None:
    """With its telephone, its hours in OpenStreetMap syntax, its source, and an expiry."""
    nodes, faults = read({})
    assert () == faults
    (node,) = nodes
    assert "Centro Antiviolenza di Prova" == node.name
    assert ("C108028", 5) == (node.area, node.number)
    assert node.hours is not None
    assert "Mo-Fr 09:00-12:00; PH off" == node.hours.open
    for fact in (*node.contacts, node.hours):
        assert fact.confirmed_by is None
        assert "made-up" == fact.source
        assert fact.expires_on > TODAY


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        # The faults that the region's file is known to have had.
        (FaultKind.POSTCODE, {"cap": "20134"}),
        (FaultKind.PROVINCE, {"sigla": "MA"}),
        (FaultKind.PROVINCE, {"sigla": "MI"}),
        (FaultKind.PHONE, {"telefoni": "362621494"}),
        (FaultKind.PHONE, {"telefoni": "+39362621494"}),
        (FaultKind.PHONE, {"telefoni": ""}),
        (FaultKind.PHONE, {"telefoni": "02/123"}),
        (FaultKind.PHONE, {"telefoni": "chiedere in comune"}),
        (FaultKind.POINT, {"lat": "45.45882", "lon": "9.196992"}),
        (FaultKind.POINT, {"lat": "9.23468", "lon": "45.618452"}),
        (FaultKind.POINT, {"lat": "qui"}),
        (FaultKind.COMUNE, {"comune": "Lisone", "codice_istat": ""}),
        (FaultKind.COMUNE, {"comune": "Monza"}),
        (FaultKind.DAY_AND_NIGHT, {"orari": "Lunedì 9-12. Reperibilità telefonica 24 ore su 24"}),
    ],
)
def test_cd1_a_fault_blocks_the_whole_file(kind: FaultKind, fault: dict[str, str]) -> None:
    """Each is reported with its line, and alone keeps a good row of the file out too."""
    _, faults = read({"lat": "", "lon": ""}, fault)
    assert [kind] == [each.kind for each in faults if each.blocks]
    assert 3 == next(each.line for each in faults if each.blocks)
    assert not may_be_kept(faults)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (FaultKind.HOURS, {"orari": ""}),
        (FaultKind.HOURS, {"orari": "dalle 9:00 alle 12:00 e dalle 14:00 alle 17:00"}),
        (FaultKind.PHONE, {"telefoni": "335346178"}),
        (FaultKind.MAILBOX, {"email": "amministrazione@centro.example"}),
        (FaultKind.MAILBOX, {"email": "presidente@centro.example"}),
        (FaultKind.MAILBOX, {"email": "mario.bianchi@gmail.com"}),
        (FaultKind.MAILBOX, {"email": "centrodonna@gmail.com"}),
        (FaultKind.MAILBOX, {"email": "info at centro"}),
        (FaultKind.LINK, {"sito_web": "https://bit.ly/3abc"}),
    ],
)
def test_cd1_a_doubt_is_reported_and_asks_a_person(kind: FaultKind, fault: dict[str, str]) -> None:
    """The row may come in, unconfirmed as all; what is doubtful is dropped or marked."""
    nodes, faults = read(fault)
    assert kind in kinds(faults)
    assert 1 == len(nodes)


def test_cd1_two_centres_on_one_point_are_a_fault() -> None:
    """Via Oglio on the coordinates of via della Commenda: a map would lead to the wrong door."""
    milan = {"comune": "Milano", "codice_istat": "015146", "sigla": "MI", "cap": ""}
    here = {"lat": "45.45882", "lon": "9.196992"}
    _, faults = read(
        {**milan, **here, "municipio": "1", "telefoni": "+390255038585"},
        {**milan, **here, "municipio": "4", "telefoni": "+393336532651"},
    )
    assert [(FaultKind.TOO_NEAR, True)] == [(fault.kind, fault.blocks) for fault in faults]


def test_cd1_one_door_listed_twice_is_only_said() -> None:
    """The same place with the same number is a desk and its centre."""
    _, faults = read({}, {})
    assert [(FaultKind.TOO_NEAR, False)] == [(fault.kind, fault.blocks) for fault in faults]


def test_only_milan_has_municipi() -> None:
    """A number in the column of municipi says nothing of a comune near Milan."""
    corsico = {"comune": "Corsico", "codice_istat": "015093", "sigla": "MI", "cap": "20094"}
    nodes, _ = read({**corsico, "municipio": "3", "lat": "", "lon": ""})

    assert ["C015093"] == [node.area for node in nodes]


def test_cd1_a_postcode_of_another_municipio_is_a_fault() -> None:
    """20122 is Milan's, and not municipio 4's."""
    milan = {"comune": "Milano", "codice_istat": "015146", "sigla": "MI", "lat": "", "lon": ""}
    assert FaultKind.POSTCODE in kinds(read({**milan, "municipio": "4", "cap": "20122"})[1])
    assert FaultKind.POSTCODE not in kinds(read({**milan, "municipio": "1", "cap": "20122"})[1])


def test_p9_a_column_about_shelters_is_dropped_and_said() -> None:
    """No word of it is in what is kept."""
    nodes, faults = read({"gestisce_case_rifugio": "si, in via Segreta 9"})
    assert [FaultKind.SHELTER] == kinds(faults)
    assert "gestisce_case_rifugio" in str(faults[0])
    assert "Segreta" not in nodes_text(nodes)


@pytest.mark.parametrize(
    "row",
    [
        {"nome": "CASA RIFUGIO LA QUERCIA"},
        {"indirizzo": "Via Nascosta 9 (casa rifugio)"},
        {"indirizzo": "appartamento protetto, Via Nascosta 9"},
    ],
)
def test_p9_a_row_about_a_shelter_is_dropped_and_said(row: dict[str, str]) -> None:
    """It makes no node, and neither its name nor its address is in the report."""
    nodes, faults = read({"lat": "", "lon": ""}, row)
    assert 1 == len(nodes)
    assert [FaultKind.SHELTER] == kinds(faults)
    for word in ("Nascosta", "QUERCIA"):
        assert word not in "\n".join(map(str, faults))
        assert word not in nodes_text(nodes)


def test_p9_the_name_of_an_organisation_is_not_a_shelter() -> None:
    """Casa di Accoglienza delle Donne Maltrattate is a centre."""
    nodes, faults = read({"nome": "CASA DI ACCOGLIENZA DELLE DONNE MALTRATTATE"})
    assert () == faults
    assert 1 == len(nodes)


def test_a_line_that_never_closes_is_told_from_the_office() -> None:
    """The number in the hours' text is the line; the other one stays a telephone."""
    nodes, faults = read(
        {
            "h24": "si",
            "telefoni_in_orari": "+393427526407",
            "orari": "Lunedì 9-12. Reperibilità telefonica, 24 ore su 24, al 342 7526407.",
        }
    )
    assert () == faults
    assert {("+390392840000", ContactKind.PHONE), ("+393427526407", ContactKind.LINE24)} == {
        (contact.value, contact.kind)
        for contact in nodes[0].contacts
        if contact.kind in (ContactKind.PHONE, ContactKind.LINE24)
    }


def test_a_file_without_its_columns_says_which() -> None:
    """And a row with a comma too many says its line."""
    network, _ = load_network(ISLANDS)
    _, faults = validate_rows("nome;cap\nx;1\n", network, COMUNI, source="made-up", today=TODAY)
    assert [FaultKind.FILE] * 2 == kinds(faults)[:2]
    broken = register({}) + "one,cell\n"
    _, faults = validate_rows(broken, network, COMUNI, source="made-up", today=TODAY)
    assert [(3, FaultKind.FILE)] == [(fault.line, fault.kind) for fault in faults]
    broken = register({}) + '"' + "x" * 140_000
    _, faults = validate_rows(broken, network, COMUNI, source="made-up", today=TODAY)
    assert "never closed" in str(faults[-1])


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    """A copy of the made-up network to import into."""
    return Path(shutil.copytree(ISLANDS, tmp_path / "isole"))


def bring(folder: Path, text: str) -> Path | None:
    """Import the text and return the file that was written."""
    file = folder.parent / "register.csv"
    file.write_text(text)
    return import_register(file, folder, COMUNI, source="made-up", today=TODAY).written


def test_what_is_imported_can_be_read_back(islands: Path) -> None:
    """The folder has the new nodes, no problem, and the old ones as they were."""
    before = load_network(islands)[0].directory.nodes
    written = bring(islands, register({"nome": 'Centro "Là" \\ 1'}))
    assert written is not None
    network, problems = load_network(islands)
    assert [] == problems
    assert set(before) < set(network.directory.nodes)
    new = network.directory.by_id("cav-501")
    assert new is not None
    assert 'Centro "Là" \\ 1' == new.name
    assert not any(contact.is_confirmed(TODAY) for contact in new.contacts)


def test_nothing_is_imported_half_way(islands: Path) -> None:
    """One bad row among good ones: the folder is as it was, to the byte."""
    before = {file.name: file.read_bytes() for file in islands.iterdir()}
    assert bring(islands, register({"lat": "", "lon": ""}, {"cap": "20134"})) is None
    assert before == {file.name: file.read_bytes() for file in islands.iterdir()}


def test_a_second_import_leaves_what_is_there(islands: Path) -> None:
    """What a node has confirmed since is not overwritten by a register."""
    assert bring(islands, register({})) is not None
    before = {file.name: file.read_bytes() for file in islands.iterdir()}
    assert bring(islands, register({"telefoni": "+390392840001"})) is None
    assert before == {file.name: file.read_bytes() for file in islands.iterdir()}


def test_a_source_the_network_does_not_name_writes_nothing(islands: Path) -> None:
    """The file is tried in a copy of the folder first, and its problems are handed back."""
    file = islands.parent / "register.csv"
    file.write_text(register({}))
    done = import_register(file, islands, COMUNI, source="hearsay", today=TODAY)
    assert done.written is None
    assert any("hearsay" in str(problem) for problem in done.problems)

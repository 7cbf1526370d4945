"""`soglia network …` as the keeper types it."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from bot.commands.network import network

ISLANDS = Path(__file__).parents[1] / "routing" / "networks" / "isole"
HEADER = "id,nome,tipo,indirizzo,cap,comune,codice_istat,sigla,telefoni,h24,orari,rifugi\n"
GOOD = "cav-1,CENTRO DI PROVA,centro,Via Como 57,20851,Lissone,108028,MB,+390392840000,,lun 9-12,\n"


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    """A keeper's own network."""
    return Path(shutil.copytree(ISLANDS, tmp_path / "isole"))


def soglia_network(tmp_path: Path, *words: str) -> Result:
    """Run the command on the keeper's network in that folder, or on the shipped one."""
    config = tmp_path / "config.toml"
    folder = tmp_path / "isole"
    # Not the database of whoever runs the tests: what is live there may be another network.
    kept = f'[folders]\ndata = "{tmp_path / "data"}"\nkeys = "{tmp_path / "keys"}"\n'
    config.write_text(kept + (f'[content]\nnetwork = "{folder}"\n' if folder.exists() else ""))
    return CliRunner().invoke(network, [*words, "--config", str(config)])


def register(tmp_path: Path, *rows: str) -> str:
    file = tmp_path / "register.csv"
    file.write_text(HEADER + "".join(rows))
    return str(file)


def test_status_lists_what_waits_and_counts_it(islands: Path, tmp_path: Path) -> None:
    """The conflict of the made-up hospital is there, with whom to ask."""
    done = soglia_network(tmp_path, "status")
    assert 0 == done.exit_code
    assert "+351910000003: conflict" in done.stdout
    assert "Ask Hospital" in done.stdout
    assert "1 conflict" in done.stdout.splitlines()[-1]


def test_import_adds_a_file_to_the_keepers_folder(islands: Path, tmp_path: Path) -> None:
    """And a second time there is nothing left to add."""
    file = register(tmp_path, GOOD)
    first = soglia_network(tmp_path, "import", file)
    assert 0 == first.exit_code, first.stdout
    assert "1 new centres, none confirmed" in first.stdout
    assert "'rifugi' is about shelters" in first.stdout
    assert 3 == len(list(islands.glob("*.toml")))
    assert "No new centre" in soglia_network(tmp_path, "import", file).stdout


def test_import_of_a_bad_row_writes_nothing_and_ends_with_one(
    islands: Path, tmp_path: Path
) -> None:
    """The fault stands there with its line."""
    file = register(tmp_path, GOOD, GOOD.replace("cav-1", "cav-2").replace("20851", "20134"))
    done = soglia_network(tmp_path, "import", file)
    assert 1 == done.exit_code
    assert "line 3, cav-2: 20134 is no CAP of Lissone" in done.stdout
    assert 2 == len(list(islands.glob("*.toml")))


def test_without_a_folder_of_his_own_import_only_checks(tmp_path: Path) -> None:
    """The network that is shipped is never written to."""
    done = soglia_network(tmp_path, "import", register(tmp_path, GOOD))
    assert 0 == done.exit_code
    assert "Name the network's folder" in done.stdout


@pytest.mark.parametrize(
    ("target", "kilometres", "told"),
    [
        ("none/map.svg", "9", "cannot be written"),
        ("map.svg", "nan", "--km"),
        ("map.svg", "-5", "--km"),
    ],
)
def test_map_that_cannot_be_drawn_is_a_sentence(
    tmp_path: Path, target: str, kilometres: str, told: str
) -> None:
    """A folder that is not there, a distance that is none."""
    done = soglia_network(tmp_path, "map", str(tmp_path / target), "--km", kilometres)

    assert 0 != done.exit_code
    assert told in done.output + str(done.exception)


def test_map_draws_the_shipped_network(tmp_path: Path) -> None:
    """A well-formed SVG with Milan's municipi led to their doors."""
    target = tmp_path / "map.svg"
    assert 0 == soglia_network(tmp_path, "map", str(target)).exit_code
    svg = ET.fromstring(target.read_text(encoding="utf-8"))
    titles = [title.text or "" for title in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert any(title.startswith("Municipio 9 → ") for title in titles)

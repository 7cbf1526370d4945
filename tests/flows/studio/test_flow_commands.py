"""`soglia flow …` as a coordinator types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from bot.commands.flow import flow
from bot.errors import ContentError
from flows.reader import read_folder, shipped_library

if TYPE_CHECKING:
    from pathlib import Path

TITLE = '"Chi può aiutarti"'


def soglia_flow(tmp_path: Path, *words: str) -> Result:
    """Run the command where the settings name the folder `live`."""
    config = tmp_path / "config.toml"
    # Not the database of whoever runs the tests: what is live there may be the studio's.
    kept = (
        f'[folders]\ndata = "{tmp_path / "kept" / "data"}"\nkeys = "{tmp_path / "kept" / "keys"}"\n'
    )
    config.write_text(f'{kept}[content]\nflows = "{tmp_path / "live"}"\n')
    options = [] if words[0] == "diff" else ["--config", str(config)]
    return CliRunner().invoke(flow, [*words, *options])


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """The network's own copy of the library."""
    return written(tmp_path / "live", shipped_library())


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The same library with one title changed."""
    files = shipped_library()
    files["near.yaml"] = files["near.yaml"].replace(TITLE, '"Chi ti ascolta"', 1)
    return written(tmp_path / "other", files)


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def test_an_export_is_the_same_bytes(live: Path, tmp_path: Path) -> None:
    """Out and in again, nobody can tell the difference."""
    assert 0 == soglia_flow(tmp_path, "export", str(tmp_path / "out")).exit_code
    assert shipped_library() == read_folder(tmp_path / "out")


def test_an_export_overwrites_nothing(live: Path, tmp_path: Path) -> None:
    """A folder that holds something keeps it."""
    told = soglia_flow(tmp_path, "export", str(live)).exception

    assert isinstance(told, ContentError)
    assert "not empty" in str(told)


def test_a_difference_is_told_in_words(live: Path, other: Path, tmp_path: Path) -> None:
    """What changes, where, and which languages wait for it."""
    told = soglia_flow(tmp_path, "diff", str(live), str(other)).stdout

    assert "Il titolo dice «Chi ti ascolta» invece di «Chi può aiutarti»." in told
    assert "inglese" in told


def test_an_import_takes_the_place_of_the_library(live: Path, other: Path, tmp_path: Path) -> None:
    """What the import lacks is gone; what is no flow stays."""
    (live / "locales").mkdir()
    (live / "notes.txt").write_text("mine")
    (live / "spare.yaml").write_text("flow: spare\nowner: x\nsteps: {a: {say: A}}\n")
    done = soglia_flow(tmp_path, "import", str(other))

    assert 0 == done.exit_code, done.stdout
    assert read_folder(other) == read_folder(live)
    assert "mine" == (live / "notes.txt").read_text()
    assert ["config.toml", "live", "other"] == sorted(each.name for each in tmp_path.iterdir())


def test_check_only_changes_nothing(live: Path, other: Path, tmp_path: Path) -> None:
    """The same words, and the library as it was."""
    done = soglia_flow(tmp_path, "import", str(other), "--check-only")

    assert "Chi ti ascolta" in done.stdout
    assert shipped_library() == read_folder(live)


def test_p11_an_import_is_whole_or_not_at_all(live: Path, other: Path, tmp_path: Path) -> None:
    """One promise that nobody can keep, and nothing of it comes in."""
    near = other / "near.yaml"
    near.write_text(near.read_text().replace("Chi ti ascolta", "Sei al sicuro"))
    done = soglia_flow(tmp_path, "import", str(other))

    assert 1 == done.exit_code
    assert "Nothing was imported." in done.stdout
    assert shipped_library() == read_folder(live)


def test_a_folder_without_flows_is_refused(live: Path, tmp_path: Path) -> None:
    """A slip of the finger is a sentence."""
    told = soglia_flow(tmp_path, "import", str(tmp_path / "nowhere")).exception

    assert isinstance(told, ContentError)
    assert "no folder with flows" in str(told)

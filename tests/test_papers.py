"""What is pinned and what the papers say: settings, targets, licence, catalogue."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from bot.configuration import read_settings
from bot.settings import Settings
from storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda file: file.name
)
def test_requirements_are_pinned_with_hashes(file: Path) -> None:
    """Each requirement is one version with its hashes, and no index address is written down."""
    text = file.read_text(encoding="utf-8")
    whole = [line for line in text.replace("\\\n", "").splitlines() if line.strip()]
    wanted = [line for line in whole if not line.lstrip().startswith("#")]

    assert [] == [line for line in wanted if not re.match(r"[a-z0-9._-]+==[^ ]+ ", line)]
    assert [] == [line for line in wanted if "--hash=sha256:" not in line]
    assert [] == re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text)


def test_what_the_program_needs_is_pinned() -> None:
    """Every dependency of pyproject.toml has its line in requirements/run.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = set(
        re.findall(
            r"^([a-z0-9._-]+)==",
            (ROOT / "requirements/run.txt").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )

    assert (
        set()
        == {re.split(r"[\[><=;~! ]", wanted)[0] for wanted in project["dependencies"]} - pinned
    )


def test_every_data_file_is_packaged() -> None:
    """What lies beside the code travels with it when it is installed."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    patterns = tools["setuptools"]["package-data"]["*"]
    found = tools["setuptools"]["packages"]["find"]["include"]
    files = {
        file
        for package in found
        for file in (ROOT / package.rstrip("*")).rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc", ".md"}
    }

    assert set() == {
        str(file.relative_to(ROOT))
        for file in files
        if not any(file.match(pattern) for pattern in patterns)
    }


def test_the_example_is_the_defaults() -> None:
    """config.example.toml loads, and says what the program does without it."""
    assert Settings() == read_settings(ROOT / "config.example.toml", {})


def test_every_setting_is_explained() -> None:
    """Each setting stands in config.example.toml, if only behind a comment, in its section."""
    sections = _sections((ROOT / "config.example.toml").read_text(encoding="utf-8"))

    assert [] == [f"[{where}] {name}" for where, name in _fields() if name not in sections[where]]


def _fields() -> Iterator[tuple[str, str]]:
    for name, field in Settings.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from ((name, inner) for inner in part.model_fields)
        else:
            yield "", name


def _sections(text: str) -> dict[str, set[str]]:
    sections: dict[str, set[str]] = {"": set()}
    here = ""
    for line in text.splitlines():
        if heading := re.match(r"\[(\w+)\]$", line):
            here = heading[1]
            sections[here] = set()
        elif setting := re.match(r"(?:# )?(\w+) = ", line):
            sections[here].add(setting[1])
    return sections


def _targets() -> dict[str, str]:
    """The Makefile's own targets, each with its line of help."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    assert declared is not None
    helped = dict(re.findall(r"^([a-z]+):.*?##\s*(\S.*)$", makefile, re.MULTILINE))
    return {target: helped.get(target, "") for target in declared[1].split()}


def test_every_make_target_has_its_help() -> None:
    """`make` alone tells what can be made, one line each."""
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert [] == [target for target, said in _targets().items() if not said]
    assert [] == [target for target in _targets() if f"make {target} " not in listed.stdout]


def _papers() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("paper", _papers(), ids=lambda paper: paper.name)
def test_papers_name_what_exists(paper: Path) -> None:
    """What a paper tells the reader to make, or links to, is there."""
    text = paper.read_text(encoding="utf-8")
    made = set(re.findall(r"`make ([a-z]+)", text))
    links = set(re.findall(r"(?:\]\(|src=\")(?!https?:|#|mailto:)([^)#\"]+)", text))

    assert set() == made - set(_targets())
    assert [] == sorted(link for link in links if not (paper.parent / link).exists())


def test_readme_names_the_two_commands() -> None:
    """Whoever opens the README finds how to start it and how to test it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert {"run", "test"} <= set(re.findall(r"make (run|test)\b", readme))


def test_publiccode_is_as_the_catalogue_wants_it() -> None:
    """publiccode.yml has what the standard makes mandatory, within its lengths."""
    told = _publiccode()
    description = told["description"]

    assert [] == [key for key in _MANDATORY if _at(told, key) is None]
    assert "EUPL-1.2" == told["legal"]["license"]
    assert "1.0" == told["it"]["countryExtensionVersion"]
    assert {"it", "en"} == set(description)
    for words in description.values():
        assert 150 >= len(words["shortDescription"])
        assert 500 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_publiccode_agrees_with_the_program() -> None:
    """Version, type of maintenance and files in publiccode.yml are what the repository holds."""
    told = _publiccode()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pictures = {file for each in told["description"].values() for file in each["screenshots"]}

    assert project["version"] == told["softwareVersion"]
    assert project["license"] == told["legal"]["license"]
    assert (told["maintenance"]["type"] in {"internal", "community"}) == (
        "contacts" in told["maintenance"]
    )
    assert [] == sorted(file for file in pictures if not (ROOT / file).is_file())


_MANDATORY = (
    "publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories",
    "developmentStatus", "softwareType", "description", "legal.license", "maintenance.type",
    "localisation.localisationReady", "localisation.availableLanguages",
    "it.countryExtensionVersion",
)  # fmt: skip


def _publiccode() -> dict[str, Any]:
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    told: dict[str, Any] = YAML(typ="safe").load(text)
    return told


def _at(told: Any, dotted: str) -> Any:
    for key in dotted.split("."):
        told = told.get(key) if isinstance(told, dict) else None
    return told


def test_the_licence_is_whole() -> None:
    """LICENSE is the EUPL 1.2 from its title to its appendix."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" == licence.strip().splitlines()[0].strip()
    assert [str(number) for number in range(1, 16)] == re.findall(
        r"^(\d+)\. [A-Z]", licence, re.MULTILINE
    )
    assert "new EUPL version." == licence.strip().splitlines()[-1]


_A_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp)/[\w.-]|file:///[a-z]")


def _our_files() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:  # an archive without its history
        names = [str(f.relative_to(ROOT)) for f in ROOT.glob("[a-z]*/**/*")]
    else:
        names = listed.stdout.decode().split("\0")
    yield from (ROOT / name for name in names if name and (ROOT / name).is_file())


def test_no_file_names_a_machine() -> None:
    """No path of a machine it was written on stands in any file."""
    found = []
    for file in _our_files():
        text = file.read_bytes()
        if b"\0" in text[:4096] or file == Path(__file__).resolve():
            continue
        if named := _A_MACHINE.search(text.decode(errors="replace")):
            found.append(f"{file.relative_to(ROOT)}: {named[0]}")

    assert [] == found


def test_p7_every_column_is_told() -> None:
    """docs/threats.md says of each column of the database what it gives to a thief."""
    told = _columns_told((ROOT / "docs" / "threats.md").read_text(encoding="utf-8"))
    kept = {
        f"{table.name}.{column.name}" for table in METADATA.tables.values() for column in table.c
    }

    assert set() == kept - told
    assert {"alembic_version.version_num"} == told - kept


def _columns_told(text: str) -> set[str]:
    """Names in the first cell of a row: `table.column`, then `.column` of the same table."""
    told, table = set(), ""
    for cell in re.findall(r"^\| (`[a-z_]+\.[^|]*) \|", text, re.MULTILINE):
        for before, column in re.findall(r"`([a-z_]*)\.([a-z_]+)`", cell):
            table = before or table
            told.add(f"{table}.{column}")
    return told

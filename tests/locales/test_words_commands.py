"""`soglia words …` as it is typed, on a copy of the flows with catalogues of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.content import offered
from bot.settings import Content, Mode, Settings
from flows.reader import read_library, shipped_library
from locales.catalogues import Catalogues, read_catalogues, shipped_catalogues

ROOT = Path(__file__).parents[2]
TITLE = "about.start.title"
ITALIAN = "Chi siamo e cosa resta"
ENGLISH = "Who we are, what is kept"


@dataclass(frozen=True)
class House:
    """A network's own flows and catalogues, and the settings that name them."""

    folder: Path

    def soglia(self, *words: str, code: int = 0) -> str:
        """What a command prints, as one long line; refusals come as the error's sentence."""
        done = CliRunner().invoke(app, ["words", *words, "-c", str(self.folder / "c.toml")])
        assert code == done.exit_code, done.output
        refusal = str(done.exception) if code else ""
        return " ".join((done.output + refusal).split())

    def catalogue(self, name: str = "en/flows") -> Path:
        """One of its PO files."""
        language, domain = name.split("/")
        return self.folder / "flows" / "locales" / language / "LC_MESSAGES" / f"{domain}.po"

    def exported(self, language: str = "en") -> Path:
        """A file for a translator."""
        file = self.folder / f"{language}.po"
        self.soglia("export", language, str(file))
        return file

    def returned(self, before: str, after: str) -> str:
        """The file of a translator who changed some words."""
        file = self.exported()
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after, 1), encoding="utf-8")
        return str(file)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A copy: the repository's own catalogues are never written."""
    shutil.copytree(ROOT / "flows" / "library", tmp_path / "flows")
    house = House(tmp_path)
    for name, text in shipped_catalogues().items():
        house.catalogue(name).parent.mkdir(parents=True, exist_ok=True)
        house.catalogue(name).write_text(text, encoding="utf-8")
    (tmp_path / "c.toml").write_text(f'[content]\nflows = "{tmp_path / "flows"}"\n')
    return house


def test_status_tells_every_language(house: House) -> None:
    """And of one: flow by flow."""
    told = house.soglia("status")
    assert "ar flows" in told
    assert "es interface" in told
    assert "% signed" in told
    assert "draft (0 % signed) near " in house.soglia("status", "--language", "es")
    told = house.soglia("status", "--language", "es", "--domain", "interface")
    assert f"es interface: {count(house, 'es/interface')} draft" in told


def count(house: House, name: str) -> int:
    """How many sentences a catalogue has, its head aside."""
    return house.catalogue(name).read_text(encoding="utf-8").count("\nmsgid ") - 1


def test_what_is_exported_comes_back_unchanged(house: House) -> None:
    """Whole circle: nothing is written, the file stays as it was."""
    before = house.catalogue("ar/flows").read_bytes()

    told = house.soglia("import", str(house.exported("ar")))

    assert "Nothing was written: ar flows, 0 new" in told
    assert before == house.catalogue("ar/flows").read_bytes()


def test_a_translators_change_is_told_and_written(house: House) -> None:
    """One line of the catalogue differs afterwards; with --check-only none."""
    file = house.returned(ENGLISH, "Who we are")
    before = house.catalogue().read_text(encoding="utf-8")

    assert "Nothing was written" in house.soglia("import", file, "--check-only")
    assert before == house.catalogue().read_text(encoding="utf-8")
    assert f"{TITLE}: '{ENGLISH}' becomes 'Who we are'" in house.soglia("import", file)
    assert before.replace(ENGLISH, "Who we are", 1) == house.catalogue().read_text(encoding="utf-8")


def test_a_signature_is_written_and_holds_against_imports(house: House) -> None:
    """It goes only by the sentence's name."""
    told = house.soglia("sign", "en", "--by", "a reader", "--flow", "about")
    signed = house.catalogue().read_text(encoding="utf-8").count("# reviewed: a reader ")
    assert f"en flows: {signed} signed by a reader" in told
    assert 10 < signed < 100
    file = house.returned(ENGLISH, "Who we are")

    assert "1 are signed and were left" in house.soglia("import", file)
    assert ENGLISH in house.catalogue().read_text(encoding="utf-8")
    told = house.soglia("import", file, "--replace-reviewed", TITLE)
    assert "the signature of a reader is gone" in told
    assert 'msgstr "Who we are"\n' in house.catalogue().read_text(encoding="utf-8")


def test_a_signed_language_goes_live_and_is_taken_back(house: House) -> None:
    """Signing everything is what service mode asks for; a withdrawn signature hides it again."""
    assert ["it"] == live(house)
    house.soglia("sign", "es", "--by", "a reader")
    assert ["it", "es"] == live(house)
    house.soglia("sign", "es", "--by", "somebody else", "--withdraw")
    assert ["it", "es"] == live(house)
    house.soglia("sign", "es", "--by", "a reader", "--withdraw", "--flow", "menu")
    assert ["it"] == live(house)


def live(house: House) -> list[str]:
    """What a woman may choose in service mode."""
    library, _ = read_library(shipped_library())
    assert library is not None
    catalogues = Catalogues(read_catalogues(house.folder / "flows" / "locales"))
    settings = Settings(mode=Mode.SERVICE, content=Content())
    return [each.tag for each in offered(settings, library, catalogues)]


def test_a_changed_sentence_shows_what_was_translated(house: House) -> None:
    """Outdated, with the older Italian; a file made before is told apart."""
    file = house.returned(ENGLISH, "Who we are")
    flow = house.folder / "flows" / "about.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace(ITALIAN, "Chi siamo"))

    assert f"{TITLE}: outdated; it translates '{ITALIAN}'" in house.soglia(
        "status", "--language", "en"
    )
    assert "1 translate an older Italian sentence" in house.soglia("import", file)
    assert f'#| msgid "{ITALIAN}"' in house.exported().read_text(encoding="utf-8")


def test_a_new_language_begins_with_an_export(house: House) -> None:
    """Every sentence missing; the first ones that come back make its catalogue."""
    file = house.exported("sq")
    text = file.read_text(encoding="utf-8")
    begun = text.replace(f'"{ITALIAN}"\nmsgstr ""', f'"{ITALIAN}"\nmsgstr "Kush jemi"', 1)
    file.write_text(begun, encoding="utf-8")

    assert "1 new" in house.soglia("import", str(file))
    assert "Kush jemi" in house.catalogue("sq/flows").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import", "none.po"], "no file called"),
        (["export", "de", "x.po"], "'de' is no language"),
        (["export", "it", "x.po"], "'it' is no language"),
        (["export", "en", "x.po", "--domain", "menus"], "'menus' is no catalogue"),
        (["export", "en", "/none/x.po"], "cannot be written"),
        (["sign", "en", "--by", " "], "A signature is a name"),
        (["sign", "en", "--by", "me", "--flow", "none"], "no flow called 'none'"),
        (["sign", "xx", "--by", "me"], "'xx' is no language"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(house: House, words: list[str], told: str) -> None:
    """Never a traceback, and nothing is written."""
    before = read_catalogues(house.folder / "flows" / "locales")

    assert told in house.soglia(*words, code=1)
    assert before == read_catalogues(house.folder / "flows" / "locales")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Language: en", "Language: es", "but"),
        ('"{112} answers at once.', '"It answers at once.', "places are none instead of {112}"),
        (ENGLISH, "\u202eWho we are", "turns the order"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(
    house: House, before: str, after: str, told: str
) -> None:
    """Another language than asked for, a lost place, an unseen mark."""
    file = house.returned(before, after)
    kept = read_catalogues(house.folder / "flows" / "locales")

    refused = house.soglia("import", file, "--language", "en", code=1)

    assert "Nothing was imported" in refused
    assert told in refused or "not flows in 'en'" in refused
    assert kept == read_catalogues(house.folder / "flows" / "locales")


def test_a_file_that_is_not_utf_8_is_a_sentence(house: House) -> None:
    """Saved by an old editor."""
    file = house.folder / "x.po"
    file.write_bytes('msgid "è"\nmsgstr "é"\n'.encode("latin-1"))

    assert "is not UTF-8" in house.soglia("import", str(file), code=1)

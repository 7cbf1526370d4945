"""The keeper's commands over editions, beside a service that ran once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.archive import opened
from bot.cli import app
from bot.configuration import read_settings
from bot.content import load_files
from bot.settings import Settings
from storage.editions.records import NewEdition, Origin, State
from storage.staff.audit import KEEPER, Deed
from tests.living import revision_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.archive import Archive

OLD, NEW = "anche poche parole", "anche una parola"
HANDOFF = "flows/handoff.yaml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of a service with two editions: the installed files, and the studio's."""
    file = tmp_path / "config.toml"
    file.write_text(
        f'[folders]\ndata = "{tmp_path}/data"\nkeys = "{tmp_path}/keys"\n', encoding="utf-8"
    )
    (tmp_path / "data").mkdir()
    asyncio.run(_two_editions(read_settings(file)))
    return file


async def _two_editions(settings: Settings) -> None:
    async with opened(settings) as archive:
        files = load_files(settings)
        await _begin(archive, files, Origin.FILES)
        await _begin(archive, {**files, HANDOFF: files[HANDOFF].replace(OLD, NEW)}, Origin.DRAFT)


async def _begin(archive: Archive, files: dict[str, str], origin: Origin) -> None:
    new = NewEdition(revision=revision_of(files), origin=origin, title="Parole")
    await archive.editions.begin(new, files, datetime.now(UTC))


def soglia(config: Path, *words: str, code: int = 0) -> str:
    """Run a command; what it printed."""
    done = CliRunner().invoke(app, [*words, "--config", str(config)])
    assert code == done.exit_code, done.output
    return done.output if done.exception is None else f"{done.output}{done.exception}"


def states(config: Path) -> list[State]:
    """How far each edition has come, the oldest first."""

    async def look() -> list[State]:
        async with opened(read_settings(config)) as archive:
            return [each.state for each in await archive.editions.all()][::-1]

    return asyncio.run(look())


def newest_entry(config: Path) -> tuple[str, str, str]:
    """Who did what to which edition last."""

    async def look() -> tuple[str, str, str]:
        async with opened(read_settings(config)) as archive:
            (entry,) = await archive.audit.newest(1)
            return entry.who, entry.what, entry.about

    return asyncio.run(look())


def test_the_list_and_what_one_changed(config: Path) -> None:
    """The newest first, with where it came from; one of them in words."""
    listed = soglia(config, "edition", "list").splitlines()
    told = soglia(config, "edition", "show", "2")

    assert ["2", "1"] == [line.split()[0] for line in listed]
    assert "live" in listed[0]
    assert "Edition 2, live, from the studio: Parole" in told


def test_back_is_a_new_edition_noted_as_the_keepers(config: Path) -> None:
    """What was live before is live again; nothing was taken from anybody."""
    told = soglia(config, "edition", "back")

    assert "Edition 3 is live, with the files of edition 1." in told
    assert [State.PAST, State.PAST, State.LIVE] == states(config)
    assert (KEEPER, Deed.EDITION_LIVE, "v3") == newest_entry(config)


def test_withdraw_has_the_one_before_live(config: Path) -> None:
    """It is noted, and cannot be gone back to."""
    soglia(config, "edition", "withdraw", "2")
    refused = soglia(config, "edition", "back", "2", code=1)

    assert [State.LIVE, State.WITHDRAWN] == states(config)
    assert (KEEPER, Deed.EDITION_WITHDRAWN, "v2") == newest_entry(config)
    assert "Only one that was live and was not withdrawn" in refused


def test_what_is_exported_can_be_installed(config: Path, tmp_path: Path) -> None:
    """The folders hold the same files again when the settings name them."""
    soglia(config, "edition", "export", "2", str(tmp_path / "out"))
    out = tmp_path / "out"
    settings = Settings.model_validate(
        {"content": {"flows": out / "flows", "network": out / "network"}}
    )
    files = load_files(settings)

    assert NEW in files[HANDOFF]
    assert load_files(read_settings(config)).keys() == files.keys()


def test_flows_go_out_as_they_are_live(config: Path, tmp_path: Path) -> None:
    """With a studio the files on the disk are not what women read: it says which these are."""
    told = soglia(config, "flow", "export", str(tmp_path / "flows"))

    assert "from edition 2, which is live" in told
    assert NEW in (tmp_path / "flows" / "handoff.yaml").read_text(encoding="utf-8")


def test_flows_come_in_as_a_draft(config: Path, tmp_path: Path) -> None:
    """Nothing changes behind the studio's back; there others check and approve it."""
    soglia(config, "flow", "export", str(tmp_path / "flows"))
    file = tmp_path / "flows" / "handoff.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(NEW, "anche due"), encoding="utf-8")
    refused = soglia(config, "flow", "import", str(tmp_path / "flows"), code=1)
    told = soglia(config, "flow", "import", str(tmp_path / "flows"), "--draft", "Due parole")

    async def drafts() -> list[tuple[str, int, list[str]]]:
        async with opened(read_settings(config)) as archive:
            return [
                (each.title, each.base, list(await archive.drafts.changed(each.id)))
                for each in await archive.drafts.all()
            ]

    assert "--draft TITLE" in refused
    assert "1 files differ from edition 2" in told
    assert [("Due parole", 2, [HANDOFF])] == asyncio.run(drafts())

"""`soglia route`: a made-up case explained to coordinators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import app

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = ["--at", "2026-11-29 23:00"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text('mode = "demo"\n', encoding="utf-8")
    return file


def said(config: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["route", "--config", str(config), *words])
    assert 0 == result.exit_code, result.output
    return result.output


def as_data(config: Path, *words: str) -> dict[str, Any]:
    return dict(json.loads(said(config, "--json", *words)))


def test_each_desk_is_told_with_its_reasons(config: Path) -> None:
    """Who is first, who comes after, until when it is kept, and that nobody speaks Arabic."""
    told = said(
        config, "--place", "20158", "--language", "ar", "--want", "legal", *NIGHT,
        "--on-shift", "svsed-mangiagalli:it,en",
    )  # fmt: skip

    assert "1. Cerchi d'Acqua" in told
    assert "Apre domani alle 9:30" in told
    assert "It goes to cerchi-dacqua, then cadmi, svsed-mangiagalli, then 1522." in told
    assert "Nobody on shift there speaks her language" in told
    assert "their hours are made up" in told


def test_what_she_avoids_and_what_is_near_is_explained(config: Path) -> None:
    """As data too: a place of nought is not asked."""
    told = as_data(
        config, "--place", "lambrate", "--far", "--avoid", "cadmi", "--danger", *NIGHT,
        "--on-shift", "cerchi-dacqua:it", "--on-shift", "cerchi-dacqua:ar",
    )  # fmt: skip

    assert ("cerchi-dacqua", None, []) == (told["node"], told["opens_at"], told["ladder"])
    assert {"avoided", "on_shift", "language"} <= set(told["reasons"])
    why = {each["node"]: each["why"] for each in told["desks"] if not each["place"]}
    assert ["Lei non vuole questo centro"] == why["cadmi"]
    assert ["È il più vicino, e lei vuole andare lontano"] == why["svsed-mangiagalli"]


def test_nobody_left_is_1522(config: Path) -> None:
    """Every desk avoided."""
    avoided = [word for id_ in ("cadmi", "cerchi-dacqua", "svsed-mangiagalli")
               for word in ("--avoid", id_)]  # fmt: skip
    assert "she is given 1522" in said(config, *avoided, *NIGHT)
    assert as_data(config, *avoided, *NIGHT)["node"] is None


@pytest.mark.parametrize(
    "words",
    [
        ["--place", "xyzzy"],
        ["--avoid", "nobody"],
        ["--on-shift", "nobody:it"],
        ["--at", "tonight"],
    ],
)
def test_a_slip_is_one_sentence(config: Path, words: list[str]) -> None:
    """What is unknown is named, with exit code 2."""
    result = CliRunner().invoke(app, ["route", "--config", str(config), *words])
    assert 2 == result.exit_code
    assert words[1].split(":")[0] in result.output

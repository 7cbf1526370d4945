"""The program as the keeper meets it: it starts, says what to do, and stops with a sentence."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.service import ROOT, free_port, running

if TYPE_CHECKING:
    from pathlib import Path


def soglia(*arguments: str, folder: Path, typed: str = "", **environment: str) -> tuple[int, str]:
    """Run a command to its end; its exit code and all it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "COLUMNS": "160", **environment},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


async def test_it_starts_without_a_question(tmp_path: Path) -> None:
    """No token, no server: it answers, prints its address and what to do next."""
    async with running(tmp_path) as program:
        assert 0 == await program.stop()

    told = program.output.decode()
    assert f"http://127.0.0.1:{program.port}/" in told
    assert "Ctrl+C" in told


async def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    """Two services on one port: the second says so and what to change."""
    async with running(tmp_path / "one") as program:
        code, told = soglia("run", folder=tmp_path, SOGLIA_WEBCHAT_PORT=str(program.port))

    assert 1 == code
    assert "webchat.port" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_data_folder_that_is_none_is_a_sentence(tmp_path: Path, folder: str) -> None:
    """A file stands where the data should be: the setting is named, nothing is traced."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "c.toml").write_text(f'[folders]\ndata = "{folder}"', encoding="utf-8")
    code, told = soglia("run", "-c", "c.toml", folder=tmp_path)

    assert 1 == code
    assert "folders.data" in told
    assert "Traceback" not in told


async def test_demo_data_never_serve(tmp_path: Path) -> None:
    """A folder begun in demo mode stops the start of a service."""
    async with running(tmp_path) as program:
        pass
    config = tmp_path / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        f'mode = "service"\n{text}public_url = "https://info.example.org"\n'
        '[console]\npublic_url = "https://desk.example.org"\n',
        encoding="utf-8",
    )
    code, told = soglia("run", "--config", str(config), folder=tmp_path)

    assert 1 == code
    assert "begun in another mode" in told
    assert program.process.returncode is not None


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ('[webchat]\nneutral_exit = "https://www.google.it/"', "weather"),
        ('[content]\nlanguages = ["pl"]', "'pl' has no translation here"),
        ('[content]\nnetwork = "nowhere"', "network.toml"),
    ],
)
def test_bad_settings_stop_the_start(tmp_path: Path, toml: str, sentence: str) -> None:
    """Exit code 1 and a sentence, never a traceback."""
    (tmp_path / "c.toml").write_text(toml, encoding="utf-8")
    code, told = soglia(
        "run", "-c", "c.toml", folder=tmp_path, SOGLIA_WEBCHAT_PORT=str(free_port())
    )

    assert 1 == code
    assert sentence in told
    assert "Traceback" not in told


def test_check_passes_what_is_shipped(tmp_path: Path) -> None:
    """The flows that come with the program have no error."""
    code, told = soglia("check", folder=tmp_path)

    assert (0, True) == (code, told.endswith("0 errors, 0 warnings.\n"))


def test_check_refuses_a_broken_flow(tmp_path: Path) -> None:
    """A flow with an unknown target: file, line, what, what to do, exit code 1."""
    (tmp_path / "menu.yaml").write_text(
        "flow: menu\nowner: rete\nsteps:\n  menu:\n    say: 'Ciao.'\n"
        "    choices:\n      - {id: a, label: 'Avanti', go: nowhere}\n",
        encoding="utf-8",
    )
    code, told = soglia("check", "menu.yaml", folder=tmp_path)

    assert 1 == code
    assert "menu.yaml:7: step 'menu.menu' leads to 'menu.nowhere'" in told


def test_talk_walks_to_a_centre(tmp_path: Path) -> None:
    """The terminal walks the same conversation and shows the position and the token's size."""
    code, told = soglia("talk", folder=tmp_path, typed="1\n1\n1\n1\nlambrate\n:x\n")

    assert 0 == code
    assert "near.centres" in told
    assert "of 64" in told


def test_talk_begins_in_any_language(tmp_path: Path) -> None:
    """Authors can begin in a language and at a step."""
    code, told = soglia("talk", "--language", "ar", "--step", "danger.now", folder=tmp_path)

    assert 0 == code
    assert "1522" in told


@pytest.mark.parametrize(
    "arguments", [("--language", "xx"), ("--step", "nowhere.no"), ("--step", "dang")]
)
def test_talk_tells_what_it_does_not_know(tmp_path: Path, arguments: tuple[str, str]) -> None:
    """A mistyped language or step is a sentence, not another beginning."""
    code, told = soglia("talk", *arguments, folder=tmp_path)

    assert 1 == code
    assert f"'{arguments[1]}'" in told
    assert "Traceback" not in told


def test_where_reads_lines_and_answers_json(tmp_path: Path) -> None:
    """One JSON object a line, in order, whatever is typed."""
    code, told = soglia("where", "--json", folder=tmp_path, typed="lambrate\n\nabbiategrasso\n")
    lines = told.splitlines()

    assert 0 == code
    assert '{"query":"lambrate","sure":"M3","choices":[]}' == lines[0]
    assert '"query":""' in lines[1]
    assert '"sure":null' in lines[2]


def test_where_explains(tmp_path: Path) -> None:
    """A postcode in the terminal: the place, the centres with reasons, the lines always open."""
    code, told = soglia("where", "20158", folder=tmp_path)

    assert 0 == code
    assert "Municipio 9  (M9)" in told
    assert "in linea d'aria" in told
    assert "Always: 1522" in told


def test_where_knows_the_wishes(tmp_path: Path) -> None:
    """A wish that is none is answered with those that are."""
    code, told = soglia("where", "20158", "--wish", "anything", folder=tmp_path)

    assert 2 == code
    assert "sexual_violence" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "command", [[], ["run"], ["check"], ["talk"], ["where"], ["telegram", "setup"]]
)
def test_help_reads_well(tmp_path: Path, command: list[str]) -> None:
    """Every command says what it does."""
    code, told = soglia(*command, "--help", folder=tmp_path)

    assert 0 == code
    assert "Usage: " in told

"""What is wrong with a network or a list, told in Italian: no sentence is left without one."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import routing
from locales.catalogues import Catalogues
from routing.network.editing.sound import problems_of
from routing.network.editing.told import problem_said
from routing.network.loading import read_network
from routing.network.source import Problem
from routing.register.comuni import Comuni
from routing.register.importer import validate_rows
from routing.register.rows import Fault, FaultKind
from routing.register.told import fault_said
from tests.routing.network.test_network_editing import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAY = Catalogues({}).say_to_staff
_ROUTING: Final = Path(routing.__file__).parent
#: Where sentences about files and rows are written.
_ABOUT_FILES: Final = ("network/checks.py", "network/desk_file.py", "network/loading.py")
#: Behind whose name a sentence stands that does not begin with its own.
_WHOSE: Final = {
    "network/checks.py": "Node 'cadmi': ",
    "network/desk_file.py": "Desk of 'cadmi': ",
}
_ABOUT_ROWS: Final = ("register/rows.py", "register/importer.py", "register/contacts.py")


def _sentences(files: tuple[str, ...]) -> Iterator[str]:
    """Every English sentence of some modules, its values filled, behind whose it is."""
    for file in files:
        tree = ast.parse((_ROUTING / file).read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                notes |= {id(each) for each in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in notes:
                told = _filled(node)
                if re.fullmatch(r".* .*[a-z]\.", told):
                    yield f"{_WHOSE.get(file, '') if told[0].islower() else ''}{told}"


def _filled(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = (each.value if isinstance(each, ast.Constant) else "7" for each in node.values)
    return "".join(map(str, parts))


def _is_fallback(words: str) -> bool:
    return words.startswith("Qui c'è qualcosa")


@pytest.mark.parametrize("sentence", sorted(set(_sentences(_ABOUT_FILES))))
def test_every_problem_of_a_file_has_its_italian(sentence: str) -> None:
    """As the commands say it, behind its node's or its desk's name."""
    assert not _is_fallback(_SAY(problem_said(Problem("x.toml", 1, sentence)), "it"))


@pytest.mark.parametrize("sentence", sorted(set(_sentences(_ABOUT_ROWS))))
def test_every_fault_of_a_row_has_its_italian(sentence: str) -> None:
    """As `network import` says it."""
    fault = Fault(1, "x", FaultKind.FILE, sentence, blocks=True)
    assert not _is_fallback(_SAY(fault_said(fault), "it")), sentence


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("nodes.toml", ("number = 2\n", "number = 1\n"), "Due centri hanno il numero 1"),
        ("nodes.toml", ('id = "ceas"', 'id = "cadmi"'), "Due centri si chiamano «cadmi»"),
        ("nodes.toml", ('source = "s10"', 'source = "s99"'), "La fonte «s99»"),
        (
            "nodes.toml",
            ("checked_on = 2026-11-22", "checked_on = 2029-01-01"),
            "scade prima di essere stato verificato",
        ),
        ("nodes.toml", ('open = "Mo-Fr 10:00', 'open = "Mo-Xx 10:00'), "non è un orario"),
        ("nodes.toml", ('kind = "centre"', 'kind = "casa"'), "La voce «node.0.kind»"),
        ("nodes.toml", ("[[node]]", "[[node"), "Il file non si legge da qui"),
        ("desks.toml", ('node = "cadmi"', 'node = "nessuno"'), "«nessuno» non è un centro"),
        ("network.toml", ('id = "112"', 'id = "113"'), "Manca il 112"),
    ],
)
def test_a_broken_file_is_told(file: str, change: tuple[str, str], said: str) -> None:
    """As a coordinator reads it on the list of centres."""
    texts = {**TEXTS, file: TEXTS[file].replace(*change, 1)}
    assert texts[file] != TEXTS[file]
    told = [_SAY(problem_said(problem), "it") for problem in problems_of(texts)]
    assert any(said in each for each in told), told


def test_a_fault_says_which_value_is_wrong() -> None:
    """The value stands in the sentence, so that it can be found on its row."""
    text = "nome,comune,sigla,cap,telefoni,lat,lon\nUno,Rho,XX,99999,12,a,b\n"
    network = read_network(TEXTS)[0]
    _, faults = validate_rows(
        text, network, Comuni.shipped(), source="s01", today=date(2026, 11, 24)
    )
    assert {
        "«XX» non è una provincia: scrivi le due lettere, per esempio MI.",
        "99999 non è un CAP di Rho.",
        "«12» non è un numero di telefono: manca lo zero o una cifra?",
        "Le coordinate non sono numeri.",
    } <= {_SAY(fault_said(fault), "it") for fault in faults}

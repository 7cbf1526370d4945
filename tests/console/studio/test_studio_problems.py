"""Every sentence of the checks has its Italian, and the Italian fits it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from console.studio.problems import problems_of
from flows.definition import Place
from flows.issues import error
from tests.console.studio.stage import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
_NAME = re.compile(r"<(\w+)>")


def said_by_the_checks() -> Iterator[tuple[str, str]]:
    """What each issue of `flows/checks` says, and how to mend it, with <> for what changes."""
    reading = (ROOT / f"flows/{name}.py" for name in ("reader", "flow_reader", "form"))
    for file in (*sorted((ROOT / "flows/checks").glob("*.py")), *reading):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            local = {
                node.targets[0].id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for call in ast.walk(function):
                # `Form.error` hands on what others say, and says nothing itself.
                if isinstance(call, ast.Call) and _tells(call.func) and len(call.args) == 3:
                    _, what, mend = call.args
                    yield _template(what, local), _template(mend, local)


def _tells(function: ast.expr) -> bool:
    return getattr(function, "id", getattr(function, "attr", "")) in {"error", "warning"}


def _template(node: ast.expr, local: dict[str, ast.expr]) -> str:
    if isinstance(node, ast.Call):  # tongue.named(…)
        return _template(node.args[0], local)
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr), ast.dump(node)
    return "".join(
        "<>" if isinstance(part, ast.FormattedValue) else str(ast.literal_eval(part))
        for part in node.values
    )


def sentences() -> list[dict[str, str]]:
    """The studio's table."""
    text = (ROOT / "console/studio/problems.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return [*read["problem"], *read["counted"]]


def test_every_check_has_its_italian() -> None:
    """A check that is added, or says something else, must be added there too."""
    known = {(_NAME.sub("<>", e["finds"]), _NAME.sub("<>", e["mends"])) for e in sentences()}

    assert set() == set(said_by_the_checks()) - known
    assert set() == known - set(said_by_the_checks())


def test_the_italian_uses_only_what_it_is_given() -> None:
    """No sentence shows a place that nothing fills in."""
    odd = [
        entry["finds"]
        for entry in sentences()
        if set(_NAME.findall(entry["what"] + entry["mend"]))
        - set(_NAME.findall(entry["finds"] + entry["mends"]))
        - {"count"}
    ]

    assert [] == odd


def test_a_sentence_is_called_by_its_words() -> None:
    """Not by its key in the catalogues; in another language the language is told apart."""
    library = LIBRARY
    step = library.steps["near.where"]
    title = step.title
    assert title is not None
    issue = error(title.place, f"in 'ar', the title {title.context} has 41 characters",
                  "Write at most 40")  # fmt: skip
    problem = problems_of(library, [issue], "it").by_step["near.where"][0]

    assert f"«{title.source}» ha 41 caratteri." == problem.what
    assert ("Al massimo 40.", "ar") == (problem.mend, problem.language)


def test_an_unknown_sentence_is_shown_as_it_is() -> None:
    """Nothing that the checks find is ever hidden."""
    library = LIBRARY
    issue = error(Place("library.yaml", 3), "something new is wrong", "Do this")
    problems = problems_of(library, [issue], "it")

    assert ("Something new is wrong.", "Do this.") == (
        problems.others[0].what, problems.others[0].mend,
    )  # fmt: skip

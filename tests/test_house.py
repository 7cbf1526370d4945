"""Which way imports point, and who may use what."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "console", "flows", "locales", "routing", "storage")

# A layer may import those after it, and itself. What lies in `bot/` and is in no list here counts
# as a door, the layer nobody below may import.
LAYERS = ("doors", "channels", "conversation", "storage", "routing", "locales", "flows")
CONVERSATION = {
    "centres", "contact", "conversation", "delivery", "drawing", "editions", "understanding",
    "view", "walks",
}  # fmt: skip
# What the keeper decided, what keeps the program from starting, and what serves both web faces.
KEEPERS = {"bot.settings", "bot.errors", "bot.web", "bot.web.serving"}
FACES = ("bot.channels.telegram", "bot.channels.webchat", "bot.channels.terminal", "console")

PURE = ("flows", "routing")
OUTSIDE = {"asyncio", "aiohttp", "aiosqlite", "socket", "sqlalchemy", "subprocess", "threading"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
#: Tools that are run by hand, beside the program.
BUILDERS = {"routing.gazetteer.build"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the program by its dotted name."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(file.read_text(encoding="utf-8"))


MODULES = dict(modules())


def imported_by(tree: ast.Module) -> set[str]:
    """The modules a tree names, also those it imports for types or inside a function."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            inside = whole & MODULES.keys()
            # `from storage import key_files` names a module, `from storage.vault import Vault` one.
            found |= inside if inside == whole else inside | {node.module}
    return found


def layer_of(module: str) -> str:
    """The layer a module of ours lies in."""
    first, *rest = module.split(".")
    if first == "console":
        return "channels"
    if first != "bot":
        return first
    if rest[:1] == ["channels"]:
        return "channels"
    return "conversation" if rest and rest[0] in CONVERSATION else "doors"


def points_up(importer: str, imported: str) -> bool:
    """Whether one module of ours imports from a layer above its own."""
    if imported in KEEPERS and (importer in KEEPERS or layer_of(importer) in {"doors", "channels"}):
        return False
    return LAYERS.index(layer_of(imported)) < LAYERS.index(layer_of(importer))


def upward_imports(trees: dict[str, ast.Module]) -> list[str]:
    """Every import that points up, written as "importer -> imported"."""
    return [
        f"{importer} -> {imported}"
        for importer, tree in trees.items()
        for imported in sorted(imported_by(tree))
        if imported.split(".")[0] in PACKAGES and points_up(importer, imported)
    ]


def users_of(*libraries: str) -> list[str]:
    """The modules that import one of these libraries."""
    return [
        name
        for name, tree in MODULES.items()
        if {imported.split(".")[0] for imported in imported_by(tree)} & set(libraries)
    ]


def test_imports_point_down() -> None:
    """Doors, channels, conversation, storage, routing, words: nobody imports from above."""
    assert [] == upward_imports(MODULES)


def test_an_upward_import_is_seen() -> None:
    """The test above can fail: an import that points up is found, wherever it stands."""
    hidden = ast.parse("def f() -> None:\n    from bot.cli import main\n")

    assert ["flows.machine -> bot.cli"] == upward_imports({"flows.machine": hidden})
    assert ["bot.view -> bot.settings"] == upward_imports(
        {"bot.view": ast.parse("import bot.settings")}
    )


def test_no_package_stands_outside_the_layers() -> None:
    """Every folder with code of ours is one this test knows."""
    folders = {
        file.parent.name
        for file in ROOT.glob("*/__init__.py")
        if not file.parent.name.startswith(".")
    }

    assert set() == folders - {*PACKAGES, "tests"}


def test_flows_know_no_translations() -> None:
    """What is said never imports in which words; only the extractor imports what is said."""
    assert [] == [
        name
        for name, tree in MODULES.items()
        if name.startswith("flows") and any(m.startswith("locales") for m in imported_by(tree))
    ]
    assert ["locales.texts"] == [
        name
        for name, tree in MODULES.items()
        if name.startswith("locales") and any(m.startswith("flows") for m in imported_by(tree))
    ]


def test_faces_never_import_each_other() -> None:
    """Telegram, the web chat and the terminal know nothing of one another."""
    crossings = [
        f"{name} -> {imported}"
        for name, tree in MODULES.items()
        for imported in imported_by(tree)
        for face in FACES
        if imported.startswith(face) and name.startswith(FACES) and not name.startswith(face)
    ]

    assert [] == crossings


def test_the_console_knows_no_channel() -> None:
    """The staff's door reads settings, editions and storage; of her doors it knows nothing."""
    assert set() == {
        f"{name} -> {imported}"
        for name, tree in MODULES.items()
        if name.startswith("console")
        for imported in imported_by(tree)
        if imported.startswith("bot.")
        and not imported.startswith("bot.editions")
        and imported not in KEEPERS
    }


def test_two_modules_use_cryptography() -> None:
    """Sealing is done in the vault and the envelopes, and nowhere else (P7)."""
    assert ["storage.envelopes", "storage.vault"] == users_of("cryptography")


def test_two_machines_use_transitions() -> None:
    """The flows' and the handoff's; its errors and attributes stay behind those two modules."""
    assert {"flows.moves", "routing.desk.life"} == set(users_of("transitions"))


def test_only_the_channel_uses_telegrams_library() -> None:
    """Nobody but the Telegram channel learns what python-telegram-bot is."""
    assert [] == [
        name for name in users_of("telegram") if not name.startswith("bot.channels.telegram")
    ]


def test_nothing_speaks_through_httpx() -> None:
    """The httpx library writes addresses, and so the bot's token, into its log."""
    assert [] == users_of("httpx", "requests", "urllib3")


@pytest.mark.parametrize("package", PURE)
def test_flows_and_routing_touch_nothing(package: str) -> None:
    """What is said and who answers: no network, no database, no thread, no clock."""
    mine = {
        name: tree
        for name, tree in MODULES.items()
        if name.startswith(package) and name not in BUILDERS
    }
    reaching = {
        f"{name} -> {imported}"
        for name, tree in mine.items()
        for imported in imported_by(tree)
        if imported.split(".")[0] in OUTSIDE
    }
    asking = {
        f"{name}: {ast.unparse(node)}"
        for name, tree in mine.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ".".join(_dotted(node)[-2:]) in CLOCKS
    }

    assert set() == reaching
    assert set() == asking


def _dotted(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []

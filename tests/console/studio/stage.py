"""What the studio is opened on: the shipped conversation, or one a test writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING

from bot.settings import Mode, Settings
from bot.simulator import open_studio
from flows.reader import read_library, shipped_library
from storage.keyring import Keyring
from storage.vault import Vault
from tests.dialogue import TUESDAY, shipped_content

if TYPE_CHECKING:
    from pathlib import Path

    from console.studio.here import Studio

TODAY = date(2026, 11, 24)


def studio_in(keys: Path, changed: dict[str, str] | None = None) -> Studio:
    """The studio over what is shipped, with some files of the flows in others' place."""
    settings = Settings(mode=Mode.DEMO)
    content = shipped_content(settings)
    if changed:
        library, issues = read_library({**shipped_library(), **changed})
        assert library is not None, [str(issue) for issue in issues]
        content = replace(content, library=library)
    vault = Vault(Keyring.open(keys, TUESDAY.astimezone(UTC)))
    return open_studio(settings, content, vault)


def long_flow(steps: int) -> str:
    """A flow of that many steps, each with two choices and a title."""
    lines = ["flow: lungo", "owner: rete", "steps:"]
    for number in range(steps):
        lines += [
            f"  s{number}:",
            f'    title: "Passo {number}"',
            f'    say: ["Un messaggio breve del passo {number}.", "E un altro, per {{1522}}."]',
            "    choices:",
            f'      - {{id: "a", label: "Avanti", go: s{min(number * 2 + 1, steps - 1)}}}',
            f'      - {{id: "b", label: "Oltre", go: s{min(number * 2 + 2, steps - 1)}}}',
        ]
    return "\n".join(lines)

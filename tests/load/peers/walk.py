"""The conversation every bot of a bench plays: the same eight screens, read from a file."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

STEPS = 8
#: Any bot's token has this form; the stand-in takes every one.
TOKEN = "1:bench"


@dataclass(frozen=True)
class Screen:
    """What is shown at one step."""

    text: str
    #: Labels of the buttons, row by row.
    rows: tuple[tuple[str, ...], ...]


def asked() -> tuple[str, tuple[Screen, ...]]:
    """Return the Bot API's address and the screens, as the command line names them."""
    base, file = sys.argv[1:]
    told = json.loads(Path(file).read_text(encoding="utf-8"))
    screens = [Screen(one["text"], tuple(map(tuple, one["rows"]))) for one in told]
    assert len(screens) == STEPS, "The conversation has eight steps."
    return base, tuple(screens)

"""The files beside the pages, read once."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wav": "audio/wav",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send."""

    kind: str
    body: bytes


def read_assets() -> Mapping[str, Asset]:
    """Read every file of `static/`, by name. What has no known kind is not served."""
    return {
        file.name: Asset(_KINDS[suffix], file.read_bytes())
        for file in (files(__package__) / "static").iterdir()
        if (suffix := "." + file.name.rpartition(".")[2]) in _KINDS
    }

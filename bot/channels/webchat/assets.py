"""The files beside the page, read once."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCRIPT = "text/javascript; charset=utf-8"
_KINDS: Mapping[str, str] = {
    "icon.png": "image/png",
    "live.js": _SCRIPT,
    "page.css": "text/css; charset=utf-8",
    "page.js": _SCRIPT,
    "proof.js": _SCRIPT,
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send."""

    kind: str
    body: bytes
    #: The same, compressed; empty where compressing gains nothing.
    packed: bytes


def read_assets() -> Mapping[str, Asset]:
    """Read the files, by name.

    The names are plain, with no mark of the version: the files are never
    cached (`headers`), and a page always gets those of the running program.
    """
    folder = files(__package__) / "static"
    return {name: _read(folder.joinpath(name).read_bytes(), kind) for name, kind in _KINDS.items()}


def _read(body: bytes, kind: str) -> Asset:
    packed = gzip.compress(body, 9, mtime=0)
    return Asset(kind, body, packed if len(packed) < len(body) else b"")

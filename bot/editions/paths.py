"""Where in an edition something lies."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from storage.editions.records import Changed, Files

FLOWS: Final = "flows/"
LOCALES: Final = "locales/"
NETWORK: Final = "network/"
EXAMPLES: Final = "examples.yaml"
_PO: Final = ".po"


def part(files: Files, prefix: str) -> dict[str, str]:
    """The texts that lie there, by the rest of their path.

    >>> part({"flows/near.yaml": "steps:", "examples.yaml": "[]"}, FLOWS)
    {'near.yaml': 'steps:'}
    """
    return {
        path.removeprefix(prefix): text for path, text in files.items() if path.startswith(prefix)
    }


def put(prefix: str, changed: Changed) -> dict[str, str | None]:
    """What was changed there, by whole paths."""
    return {f"{prefix}{name}": text for name, text in changed.items()}


def catalogue_path(tag: str, domain: str) -> str:
    """Where a language's catalogue lies.

    >>> catalogue_path("zh-Hans", "flows")
    'locales/zh-Hans/flows.po'
    """
    return f"{LOCALES}{tag}/{domain}{_PO}"


def catalogues_in(files: Files) -> dict[str, str]:
    """The catalogues as `Catalogues` takes them: `en/flows`."""
    return {
        name.removesuffix(_PO): text
        for name, text in part(files, LOCALES).items()
        if name.endswith(_PO) and name.count("/") == 1
    }


def seen(text: str) -> str:
    """A word for what somebody had before her when she began to change it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]

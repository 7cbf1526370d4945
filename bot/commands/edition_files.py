"""An edition's files written as folders that `content.flows` and `content.network` can name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.editions.paths import EXAMPLES, LOCALES, NETWORK
from bot.errors import CommandError

if TYPE_CHECKING:
    from pathlib import Path

    from storage.editions.records import Files


def write_edition(files: Files, folder: Path) -> None:
    """Write all of them: `flows/`, with `flows/locales/` as gettext has it, and `network/`.

    Raises:
        CommandError: the folder is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is there and not empty. Name a folder that is new.")
    try:
        for path, text in files.items():
            file = folder / _place(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            # As bytes: a file goes out with the line ends it has.
            file.write_bytes(text.encode())
    except OSError:
        raise CommandError(f"{folder} cannot be written. Check its place and rights.") from None


def _place(path: str) -> str:
    """Where a library's folder has it.

    >>> _place("locales/zh-Hans/flows.po")
    'flows/locales/zh_Hans/LC_MESSAGES/flows.po'
    """
    if path == EXAMPLES:
        # Beside the network they hold for.
        return f"{NETWORK}{EXAMPLES}"
    if not path.startswith(LOCALES):
        return path
    tag, name = path.removeprefix(LOCALES).split("/", 1)
    return f"flows/locales/{tag.replace('-', '_')}/LC_MESSAGES/{name}"

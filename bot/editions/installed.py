"""The files that are installed with the program, or that the settings name, as an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.editions.paths import EXAMPLES, FLOWS, NETWORK, catalogue_path, put
from flows.reader import read_folder, shipped_library
from locales.catalogues import CONSOLE, read_catalogues, shipped_catalogues
from routing.network.loading import shipped_folder
from routing.network.source import read_source
from storage.editions.records import Origin, State, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from storage.editions.ports import Editions
    from storage.editions.records import Edition, Files

_TRANSLATIONS = "locales"
_TOML = ".toml"
_HEAD = "network.toml"


def installed_files(flows: Path | None, network: Path | None) -> dict[str, str]:
    """Every file of a library's folder and a network's, or of those that are shipped.

    A library may have translations of its own, in `locales/<language>/LC_MESSAGES/`; what it
    has none of is that of the program.

    Raises:
        OSError: a folder cannot be read.
        LocaleError, NetworkError: a file cannot.
    """
    sources = read_folder(flows) if flows else shipped_library()
    return {
        **{path: text or "" for path, text in put(FLOWS, sources).items()},
        **_catalogues(flows),
        **_network(network or shipped_folder()),
    }


def newest_installed(editions: Iterable[Edition]) -> Edition | None:
    """The last edition that was made of installed files."""
    made = (each for each in editions if each.origin is Origin.FILES)
    return max(made, key=lambda each: each.number, default=None)


def was_withdrawn(editions: Iterable[Edition], digest: str) -> bool:
    """Whether the last edition that had these files was taken back."""
    had = (each for each in editions if each.digest == digest and each.lived_at is not None)
    newest = max(had, key=lambda each: each.number, default=None)
    return newest is not None and newest.state is State.WITHDRAWN


async def installed_changes(editions: Editions, installed: Files) -> Files | None:
    """The installed files, if the program came with others since they were live last.

    `None` where they are what is live, or what it was made from.
    """
    everyone = await editions.all()
    newest, digest = newest_installed(everyone), digest_of(installed)
    is_known = newest is not None and newest.digest == digest
    is_live = any(each.state is State.LIVE and each.digest == digest for each in everyone)
    return None if is_known or is_live else installed


def _catalogues(flows: Path | None) -> dict[str, str]:
    own = flows / _TRANSLATIONS if flows else None
    texts = {**shipped_catalogues(), **(read_catalogues(own) if own and own.is_dir() else {})}
    named = ((*name.split("/"), text) for name, text in texts.items())
    # The console's own sentences change with a release of the program only.
    return {catalogue_path(tag, what): text for tag, what, text in named if what != CONSOLE}


def _network(folder: Traversable | Path) -> dict[str, str]:
    read_source(folder / _HEAD)
    files = (file for file in folder.iterdir() if file.name.endswith(_TOML))
    texts = {f"{NETWORK}{file.name}": read_source(file).text for file in files}
    # Its saved examples lie beside the network they hold for.
    if (folder / EXAMPLES).is_file():
        texts[EXAMPLES] = read_source(folder / EXAMPLES).text
    return texts

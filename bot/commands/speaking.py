"""What women read and where they are sent at this moment, for the commands that answer about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.archive import from_the_studio
from bot.content import Flows, load_files, load_flows, load_network_of, offered
from bot.editions.paths import NETWORK, part
from bot.editions.reading import judge, read
from bot.errors import ContentError
from routing.errors import NetworkError
from routing.network.loading import read_network
from storage.editions.records import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rich.console import Console

    from bot.settings import Settings
    from flows.definition import Library
    from locales.catalogues import Catalogues
    from locales.languages import Language
    from routing.network.loading import Network
    from storage.editions.records import Edition


@dataclass(frozen=True, slots=True)
class Speaking:
    """What is live: the edition that the studio put there, or the files that are installed."""

    settings: Settings
    #: `None`: nothing came from the studio, and the installed files are what is live.
    edition: Edition | None
    files: Mapping[str, str]

    def tell(self, console: Console) -> None:
        """Say which edition it is, where the files on the disk are others."""
        if self.edition is not None and self._is_other():
            told = f"Edition {self.edition.number}, published by the studio."
            console.print(told, style="bold", highlight=False, markup=False)

    def tell_apart(self, console: Console) -> None:
        """Say of a command that works on the files that they are not what is live."""
        if self.edition is not None and self._is_other():
            told = f"edition {self.edition.number}, published by the studio"
            console.print(
                f"These are the files. What is live is {told}.",
                style="yellow",
                highlight=False,
                markup=False,
            )

    def network(self) -> Network:
        """Who answers, and where.

        Raises:
            ContentError: with everything that is wrong with it.
        """
        if self.edition is None:
            return load_network_of(self.settings)
        try:
            network, problems = read_network(part(self.files, NETWORK))
        except NetworkError as problem:
            raise ContentError(str(problem), []) from None
        if problems:
            raise ContentError(
                f"The network of edition {self.edition.number} cannot be used as it is:",
                [str(each) for each in problems],
            )
        return network

    def flows(self, today: date) -> Flows:
        """The conversation, and what is wrong with it today.

        Raises:
            ContentError: the folder that the settings name cannot be read.
        """
        if self.edition is None:
            return self._installed_flows(today)
        reading = read(self.files)
        judged = judge(reading, today, reading.languages)
        return Flows(reading.library, reading.catalogues, tuple(sorted(judged.issues)))

    def languages(self, library: Library, catalogues: Catalogues) -> tuple[Language, ...]:
        """Those to rehearse in, complete or not.

        Raises:
            ContentError: the settings name one that it has not.
        """
        hides = self.edition.hides if self.edition else ()
        return offered(self.settings, library, catalogues, incomplete=True, may_miss=hides)

    def _installed_flows(self, today: date) -> Flows:
        folder = self.settings.content.flows
        try:
            return load_flows(folder, today)
        except OSError:
            raise ContentError(f"{folder} is no folder with flows in it.", []) from None

    def _is_other(self) -> bool:
        try:
            return digest_of(load_files(self.settings)) != digest_of(self.files)
        except ContentError:
            # What nobody can read is not what women read.
            return True


def speaking(settings: Settings) -> Speaking:
    """Look at what is live. Where no service ever ran nothing is made: the files are it.

    Raises:
        StorageError: with a sentence for the keeper.
    """
    studio = asyncio.run(from_the_studio(settings))
    return Speaking(settings, *studio) if studio else installed(settings)


def installed(settings: Settings) -> Speaking:
    """The files that the settings name, or that are shipped, whatever is live."""
    return Speaking(settings, None, {})

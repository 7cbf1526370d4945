"""An edition's or a draft's files, understood: also when something in them is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from bot.editions.paths import FLOWS, NETWORK, catalogues_in, part
from flows.checks import check
from flows.reader import as_typed, read_library, what_remains
from locales.catalogues import CONSOLE, Catalogues, shipped_catalogues
from locales.errors import LocaleError
from locales.texts import former_steps, messages_of
from routing.errors import NetworkError
from routing.network.loading import read_network
from routing.network.source import Problem
from storage.editions.records import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from flows.definition import Library
    from flows.issues import Issue
    from routing.network.loading import Network
    from storage.editions.records import Files


_ORDER: Final = ("place.file", "place.line", "level", "what", "mend")


@dataclass(frozen=True, slots=True)
class Reading:
    """Files and what they mean."""

    files: Files
    #: `digest_of` the files.
    digest: str
    #: `None` when the conversation cannot be walked as it is written.
    library: Library | None
    #: What of the conversation can be shown: `library`, or what remains of it.
    sketch: Library | None
    catalogues: Catalogues
    #: `None` when nothing can be said of it.
    network: Network | None
    #: What reading the flows found.
    issues: tuple[Issue, ...]
    #: What reading the network found.
    problems: tuple[Problem, ...]
    #: Catalogues that are no PO files: `en/flows`. They count as not there.
    unreadable: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags that have a catalogue, Italian first, complete or not."""
        return self.catalogues.languages


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything that is wrong on a day."""

    #: Of the conversation and its translations.
    issues: tuple[Issue, ...]
    #: Of the network.
    problems: tuple[Problem, ...]
    #: Catalogues that are no PO files.
    unreadable: tuple[str, ...]

    @property
    def errors(self) -> tuple[Issue, ...]:
        """What of the conversation stands against publishing it."""
        return tuple(issue for issue in self.issues if issue.is_error)

    @property
    def is_green(self) -> bool:
        """Whether nothing stands against publishing it."""
        return not (self.errors or self.problems or self.unreadable)


def read(files: Files) -> Reading:
    """Understand files. Never raises for what is in them; takes up to a second."""
    catalogues, unreadable = _catalogues(files)
    sources = part(files, FLOWS)
    library, issues = read_library(sources, translations=catalogues.of_flows)
    # A slip in one line must not hide the rest from whoever mends it.
    sketch = library or what_remains(sources)
    typed = library or as_typed(sources)
    if typed is not None:
        catalogues = catalogues.following(messages_of(typed.texts()), former_steps(typed))
    network, problems = _network(files)
    return Reading(
        files=files,
        digest=digest_of(files),
        library=library,
        sketch=sketch,
        catalogues=catalogues,
        network=network,
        issues=tuple(issues),
        problems=problems,
        unreadable=unreadable,
    )


def judge(reading: Reading, today: date, languages: Collection[str]) -> Judged:
    """Everything that is wrong with it, told at once; `languages` are those to be offered."""
    issues = list(reading.issues)
    if reading.sketch is not None:
        issues += check(reading.sketch, reading.catalogues, today, languages)
    # By plain words: a draft that is half translated has thousands of them.
    found = {attrgetter(*_ORDER)(issue): issue for issue in issues}
    ordered = tuple(found[each] for each in sorted(found))
    return Judged(ordered, reading.problems, reading.unreadable)


def _catalogues(files: Files) -> tuple[Catalogues, tuple[str, ...]]:
    readable, unreadable = {}, []
    for name, text in catalogues_in(files).items():
        try:
            Catalogues({name: text})
        except LocaleError:
            unreadable.append(name)
        else:
            readable[name] = text
    # The console's own sentences change with a release of the program only.
    ours = {
        name: text for name, text in shipped_catalogues().items() if name.endswith(f"/{CONSOLE}")
    }
    return Catalogues({**readable, **ours}), tuple(unreadable)


def _network(files: Files) -> tuple[Network | None, tuple[Problem, ...]]:
    try:
        network, problems = read_network(part(files, NETWORK))
    except NetworkError as problem:
        return None, (Problem("network.toml", 1, str(problem)),)
    return network, tuple(problems)

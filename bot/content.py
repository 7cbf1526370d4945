"""What is said and who answers, read and judged before the first person comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.editions.installed import installed_files
from bot.editions.reading import judge, read
from bot.errors import ContentError
from bot.walks import Script
from flows.checks import check
from flows.checks.catalogues import Tongue
from flows.checks.words import Vocabulary
from flows.errors import TooManyFactsError
from flows.packing import Packer
from flows.reader import read_folder, read_library, shipped_library, what_remains
from locales.catalogues import Catalogues, Status, read_catalogues, shipped_catalogues
from locales.english import told_in_english
from locales.errors import LocaleError, UnreadableCatalogueError
from locales.languages import NUMBERS, SOURCE, language
from locales.texts import former_steps, messages_of
from routing.errors import NetworkError
from routing.network.loading import load_network, shipped_network
from routing.network.status import overdue_lines
from routing.places.finding import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from bot.editions.reading import Reading
    from bot.settings import Settings
    from flows.definition import Library
    from flows.issues import Issue
    from locales.languages import Language
    from routing.network.loading import Network


@dataclass(frozen=True, slots=True)
class Flows:
    """A library, its translations, and everything that is wrong with them."""

    #: `None` when it cannot be understood.
    library: Library | None
    catalogues: Catalogues
    issues: tuple[Issue, ...]

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The problems that keep it from being used."""
        return tuple(issue for issue in self.issues if issue.is_error)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is said, in the languages that may be offered."""

    library: Library
    catalogues: Catalogues
    languages: tuple[Language, ...]
    network: Network
    gazetteer: Gazetteer

    @property
    def script(self) -> Script:
        """What is walked."""
        return Script(self.library, self.catalogues, self.languages)


def load_content(settings: Settings, today: date) -> Content:
    """Read what the settings name.

    Raises:
        ContentError: with everything that keeps it from being used.
    """
    return content_of(read(load_files(settings)), settings, today, Gazetteer.load())


def load_files(settings: Settings) -> dict[str, str]:
    """The files that the settings name, or that are shipped, by their path in an edition.

    Raises:
        ContentError: one cannot be read.
    """
    try:
        return installed_files(settings.content.flows, settings.content.network)
    except LocaleError as problem:
        raise ContentError(told_in_english(problem), []) from None
    except NetworkError as problem:
        raise ContentError(str(problem), []) from None
    except OSError:
        raise ContentError(
            "The folders that 'content.flows' and 'content.network' name cannot be read.", []
        ) from None


def content_of(
    reading: Reading,
    settings: Settings,
    today: date,
    gazetteer: Gazetteer,
    *,
    hides: Collection[str] = (),
) -> Content:
    """What women would meet, if nothing stands against it.

    Args:
        reading: the files of an edition, understood.
        settings: the keeper's.
        today: when.
        gazetteer: the places.
        hides: languages that may be missing although the settings name them.

    Raises:
        ContentError: with everything that keeps it from being used.
    """
    # A language that is not complete is hidden; it does not stop the others.
    languages = _offered_of(reading, settings, hides)
    judged = judge(reading, today, _tags(languages))
    if reading.library is None or judged.errors:
        raise ContentError(
            "The flows cannot be used as they are written:", [str(each) for each in judged.errors]
        )
    if reading.unreadable:
        raise ContentError(told_in_english(UnreadableCatalogueError(reading.unreadable[0])), [])
    if reading.network is None or reading.problems:
        raise ContentError(
            "The network's data cannot be used as they are:",
            [str(each) for each in reading.problems],
        )
    try:
        Packer(reading.library, NUMBERS)
    except TooManyFactsError as problem:
        raise ContentError(str(problem), []) from None
    _refuse_telling_title(settings, reading.library, reading.catalogues)
    return Content(reading.library, reading.catalogues, languages, reading.network, gazetteer)


def offered_in(reading: Reading, settings: Settings) -> list[str]:
    """The languages of a reading that women may be offered: complete, and named if any are."""
    if reading.sketch is None:
        return [SOURCE]
    wanted = settings.content.languages
    return _tags(offered(settings, reading.sketch, reading.catalogues, may_miss=wanted))


def _offered_of(
    reading: Reading, settings: Settings, hides: Collection[str]
) -> tuple[Language, ...]:
    if reading.sketch is None:
        return ()
    return offered(settings, reading.sketch, reading.catalogues, may_miss=hides)


def overdue(content: Content, today: date) -> list[str]:
    """The numbers that are still told although their check has expired: 112 and 1522 (P10)."""
    facts = [
        f"{fact.id} in {fact.place}"
        for fact in content.library.facts.values()
        if fact.permanent and fact.is_expired(today)
    ]
    lines = overdue_lines(content.network.directory, today)
    return [*facts, *(f"{line.where} in network.toml" for line in lines)]


def load_flows(
    folder: Path | None,
    today: date,
    extra: Mapping[str, str] | None = None,
    *,
    languages: Callable[[Library, Catalogues], Sequence[str]] | None = None,
) -> Flows:
    """Read and check the library of a folder, or the one that is shipped.

    A folder may have translations of its own, in `locales/<language>/LC_MESSAGES/flows.po`;
    otherwise those shipped are used. `extra` are files that take the place of the library's.
    Translations are checked into the languages that `languages` names, or into every one.
    """
    sources = {**(read_folder(folder) if folder else shipped_library()), **(extra or {})}
    try:
        catalogues = Catalogues(_translations(folder))
    except LocaleError as problem:
        raise ContentError(told_in_english(problem), []) from None
    library, issues = read_library(sources, translations=catalogues.of_flows)
    # A slip in one line must not hide what else is wrong: all is told at once.
    checked = library or what_remains(sources)
    if checked is not None:
        catalogues = catalogues.following(messages_of(checked.texts()), former_steps(checked))
        tags = languages(checked, catalogues) if languages else catalogues.languages
        issues = [*issues, *check(checked, catalogues, today, tags)]
    return Flows(library, catalogues, tuple(sorted(issues)))


def offered(
    settings: Settings,
    library: Library,
    catalogues: Catalogues,
    *,
    incomplete: bool = False,
    may_miss: Collection[str] = (),
) -> tuple[Language, ...]:
    """The languages a woman may choose.

    In service mode one is offered when every sentence of it is translated and
    signed by a reader; in demo mode when every sentence is translated. Authors
    may rehearse the `incomplete` ones too: what is missing is shown in Italian. Those that
    `may_miss` are left out, and no more, when they are not complete.

    Raises:
        ContentError: if the settings name a language that may not be offered.
    """
    wanted = settings.content.languages
    enough = {Status.REVIEWED} if not settings.is_demo else {Status.REVIEWED, Status.DRAFT}
    chosen, refused = [], []
    for tag in wanted or catalogues.languages:
        if tag not in catalogues.languages and tag not in may_miss:
            refused.append(f"'{tag}' has no translation here.")
        if tag not in catalogues.languages:
            continue
        left = 0 if incomplete else _left_to_do(tag, library, catalogues, enough)
        if not left:
            chosen.append(language(tag))
        elif wanted and tag not in may_miss:
            refused.append(f"'{tag}' has {left} sentences not yet translated or reviewed.")
    if refused:
        raise ContentError("'content.languages' names languages that cannot be offered:", refused)
    return tuple(chosen)


def _refuse_telling_title(settings: Settings, library: Library, catalogues: Catalogues) -> None:
    """The tab's title stands in the browser's history: it may not say what the page is for."""
    told = [
        found.phrase
        for tag in catalogues.languages
        for found in Vocabulary(library, Tongue(tag, catalogues)).find_in(settings.webchat.title)
        if found.list_name == "sensitive"
    ]
    if told:
        raise ContentError(
            f"'webchat.title' says '{told[0]}', which stays in the browser's history. "
            "Choose a plain word such as Info.",
            [],
        )


def _tags(languages: Sequence[Language]) -> list[str]:
    return [each.tag for each in languages]


def _left_to_do(tag: str, library: Library, catalogues: Catalogues, enough: set[Status]) -> int:
    if tag == SOURCE:
        return 0
    flows = sum(
        catalogues.status(text.context, text.source, tag) not in enough for text in library.texts()
    )
    return flows + catalogues.interface_left(tag, enough)


def _translations(folder: Path | None) -> dict[str, str]:
    shipped = shipped_catalogues()
    own = read_catalogues(folder / "locales") if folder and (folder / "locales").is_dir() else {}
    return {**shipped, **own}


def load_network_of(settings: Settings) -> Network:
    """The network that the settings name, or the one that is shipped.

    Raises:
        ContentError: with everything that is wrong with its data.
    """
    folder = settings.content.network
    try:
        if folder is None:
            return shipped_network()
        network, problems = load_network(folder)
    except NetworkError as problem:
        raise ContentError(str(problem), []) from None
    if problems:
        raise ContentError(
            "The network's data cannot be used as they are:", [str(each) for each in problems]
        )
    return network


def counted(issues: Sequence[Issue]) -> str:
    """How many problems there are, in a sentence."""
    errors = sum(issue.is_error for issue in issues)
    warnings = len(issues) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."

"""The commands `soglia words …`: how far the languages are, PO files out and in, signatures."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.network import Config  # noqa: TC001 (typer reads the annotations)
from bot.commands.speaking import speaking
from bot.commands.words_report import say, tell_arrival, tell_language, told
from bot.configuration import read_settings
from bot.errors import CommandError
from flows.reader import read_folder, read_library, shipped_library
from locales.catalogues import FLOWS, INTERFACE, Status
from locales.desk.arriving import arrive
from locales.desk.changes import sign, take_back
from locales.desk.glossary import shipped_glossary
from locales.desk.leaving import exported
from locales.desk.parcels import DOMAINS, unpack
from locales.desk.progress import found, progress
from locales.desk.shelf import Shelf
from locales.english import told_in_english
from locales.errors import LocaleError
from locales.texts import former_steps, messages_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.settings import Settings
    from flows.definition import Library
    from locales.desk.sentences import Book

words = typer.Typer(no_args_is_help=True, help="The translations: how far they are, out and in.")

LanguageTag = Annotated[str, typer.Argument(metavar="LANGUAGE", help="By tag: en, es, ar …")]
Flow = Annotated[str, typer.Option(help="Only the sentences of this flow: menu, law …")]
Domain = Annotated[
    str,
    typer.Option(help="flows (what she reads), interface (of the programs) or console (staff)."),
]


@words.command()
def status(
    config: Config = None,
    *,
    language: Annotated[
        str, typer.Option(help="One language, flow by flow, with what may be better in it.")
    ] = "",
    domain: Domain = FLOWS,
) -> None:
    """Tell how far each language is, or what one still needs."""
    console = Console(soft_wrap=True)
    with _in_words():
        shelf, library = _shelf(read_settings(config))
        if language:
            tell_language(shelf.book(language, domain), library, console)
            return
        for each in DOMAINS:
            for tag in shelf.languages(each):
                say(console, f"{tag:8} {each:10} {told(progress(shelf.book(tag, each)))}")


@words.command()
def export(
    language: LanguageTag,
    file: Annotated[Path, typer.Argument(help="The PO file to write.")],
    config: Config = None,
    *,
    domain: Domain = FLOWS,
) -> None:
    """Write a language's sentences as a PO file for a translator's editor."""
    with _in_words():
        book = _shelf(read_settings(config))[0].book(language, domain)
        text = exported(book, shipped_glossary(), datetime.now(UTC))
    try:
        file.write_bytes(text)
    except OSError:
        raise CommandError(f"{file} cannot be written. Check its folder and rights.") from None
    say(Console(soft_wrap=True), f"{file}: {told(progress(book))}.")


@words.command("import")
def bring(
    file: Annotated[Path, typer.Argument(help="A translator's PO file.")],
    config: Config = None,
    *,
    language: Annotated[
        str, typer.Option(help="Refuse the file if it is in another language.")
    ] = "",
    replace_reviewed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY", help="A signed sentence that may be replaced; may be repeated."
        ),
    ] = None,
    check_only: Annotated[bool, typer.Option("--check-only", help="Change nothing.")] = False,
) -> None:
    """Bring a translator's file in, whole or not at all, and tell what it changes.

    A signed sentence is listed and left, unless --replace-reviewed names it; one whose
    Italian has changed since the file was made is told, and never overwrites a newer one.
    """
    text = _text_of(file)
    with _in_words():
        shelf, _ = _shelf(read_settings(config))
        parcel = unpack(text)
        book = shelf.book(language or parcel.language, parcel.domain)
        arrival = arrive(book, parcel, replace_reviewed or ())
        if arrival.changes and not check_only:
            shelf.save(arrival.book)
    tell_arrival(arrival, Console(soft_wrap=True), is_check=check_only)


@words.command("sign")
def sign_(
    language: LanguageTag,
    config: Config = None,
    *,
    by: Annotated[str, typer.Option(help="Who read them: a name or a role.")],
    flow: Flow = "",
    domain: Domain = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take her signatures back instead.")
    ] = False,
) -> None:
    """Sign every draft, for a native reader of the network who has read them all.

    Without --flow and --domain: the flows and the sentences of the programs, which are what
    a language needs to go live. What is missing or outdated stays as it is, and is told.
    """
    domains = [domain] if domain else [FLOWS] if flow else [FLOWS, INTERFACE]
    console = Console(soft_wrap=True)
    with _in_words():
        shelf, _ = _shelf(read_settings(config))
        books = [shelf.book(language, each) for each in domains]
        if flow and not any(each.flow == flow for book in books for each in book.sentences):
            raise CommandError(f"There is no flow called '{flow}'.")
        today = datetime.now(UTC).date()
        changed = [
            _unsigned(book, by, flow) if withdraw else _signed(book, by, today, flow)
            for book in books
        ]
        for book, other in zip(books, changed, strict=True):
            if book != other:
                shelf.save(other)
    for book, other in zip(books, changed, strict=True):
        count = sum(a != b for a, b in zip(book.sentences, other.sentences, strict=True))
        done = "signatures taken back" if withdraw else f"signed by {by}"
        say(console, f"{book.language} {book.domain}: {count} {done}. {told(progress(other))}.")


def _signed(book: Book, by: str, today: date, flow: str) -> Book:
    for each in found(book, statuses=[Status.DRAFT], flow=flow):
        book = sign(book, each.key, by, today)
    return book


def _unsigned(book: Book, by: str, flow: str) -> Book:
    for each in found(book, statuses=[Status.REVIEWED], flow=flow):
        if each.reader == " ".join(by.split()):
            book = take_back(book, each.key)
    return book


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except LocaleError as problem:
        raise CommandError(told_in_english(problem)) from None


def _shelf(settings: Settings) -> tuple[Shelf, Library]:
    speaking(settings).tell_apart(Console(soft_wrap=True))
    folder = settings.content.flows
    library, issues = read_library(read_folder(folder) if folder else shipped_library())
    if library is None:
        errors = sum(issue.is_error for issue in issues)
        raise CommandError(
            f"The flows cannot be understood: {errors} errors. `soglia check` lists them."
        )
    return Shelf(
        messages_of(library.texts()), folder / "locales" if folder else None, former_steps(library)
    ), library


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8. Save it so and try again.") from None
    except OSError:
        raise CommandError(f"There is no file called {file} that can be read.") from None

"""What `soglia words …` prints of a language, and of a translator's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locales.catalogues import Status
from locales.desk.glossary import shipped_glossary
from locales.desk.judging import faults, hints
from locales.desk.progress import progress, progress_by_flow
from locales.english import in_english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from flows.definition import Library
    from locales.desk.arriving import Arrival, Change, Left
    from locales.desk.progress import Progress
    from locales.desk.sentences import Book

#: So much of a sentence names it in a line of the terminal.
_SHOWN = 70


def tell_language(book: Book, library: Library, console: Console) -> None:
    """A language flow by flow, what is outdated, wrong, or may be better."""
    for flow, counts in progress_by_flow(book).items():
        say(console, f"{flow:14} {told(counts)}")
    values = {fact.id: fact.value for fact in library.facts.values()}
    glossary = shipped_glossary()
    for each in book.sentences:
        if each.status is Status.OUTDATED and each.previous:
            say(console, f"{each.key}: outdated; it translates '{_short(each.previous)}'")
        if each.status in {Status.DRAFT, Status.REVIEWED}:
            for fault in faults(each, each.target):
                say(console, f"{each.key}: {in_english(fault.phrase)}", "red")
            for hint in hints(each, each.target, book.language, glossary, values):
                say(console, f"{each.key}: {in_english(hint.phrase)}", "yellow")
    say(console, f"{book.language} {book.domain}: {told(progress(book))}", "bold")


def tell_arrival(arrival: Arrival, console: Console, *, is_check: bool) -> None:
    """What an import changes, and what it left and why."""
    for change in arrival.changes:
        say(console, f"{change.key}: {_change(change)}")
    _tell_left(console, "are signed and were left; --replace-reviewed names one", arrival.signed)
    _tell_left(console, "translate an older Italian sentence", arrival.older)
    _tell_left(console, "are marked as needing work and were left", arrival.unsure)
    _tell_left(console, "are no sentence of today's", arrival.gone)
    if arrival.signatures:
        say(console, f"{arrival.signatures} signatures in the file were not taken over: sign here.")
    counts = (
        f"{len(arrival.changed_to(Status.DRAFT, Status.MISSING))} new, "
        f"{len(arrival.changed_to(Status.DRAFT, Status.DRAFT, Status.REVIEWED))} changed, "
        f"{len(arrival.changed_to(Status.DRAFT, Status.OUTDATED))} brought up to date, "
        f"{len(arrival.changed_to(Status.OUTDATED))} kept as outdated."
    )
    done = "Nothing was written" if is_check or not arrival.changes else "Imported"
    say(console, f"{done}: {arrival.book.language} {arrival.book.domain}, {counts}", "bold")


def _tell_left(console: Console, what: str, left: Sequence[Left]) -> None:
    if not left:
        return
    say(console, f"{len(left)} {what}:", "yellow")
    for each in left:
        say(console, f"  line {each.line}, {_short(each.key)}: {_short(each.words)}")


def _change(change: Change) -> str:
    before, after = change.before, change.after
    if after.status is Status.OUTDATED:
        return f"'{_short(after.target)}', kept as a translation of the older sentence"
    if before.status is Status.MISSING:
        return f"'{_short(after.target)}'"
    if before.target == after.target:
        return "the translation still holds"
    lost = f"; the signature of {before.reader} is gone" if before.reader else ""
    return f"'{_short(before.target)}' becomes '{_short(after.target)}'{lost}"


def told(counts: Progress) -> str:
    """How far something is, in a line."""
    parts = [f"{count} {each}" for each in Status if (count := int(getattr(counts, each.value)))]
    return f"{', '.join(parts) or 'empty'} ({counts.percent(Status.REVIEWED)} % signed)"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def say(console: Console, line: str, style: str = "") -> None:
    """One line, as it is: words of a catalogue are no markup."""
    console.print(line, style=style or None, highlight=False, markup=False)

"""A made-up catalogue that the tests of the words share."""

from __future__ import annotations

from babel.messages.catalog import Message

from locales.catalogues import FLOWS
from locales.desk.sentences import Book, open_book

HEAD = 'msgid ""\nmsgstr ""\n"Project-Id-Version: soglia flows\\n"\n"Language: {}\\n"\n\n'

#: Three sentences of one step, as today's flow has them.
TODAY = {
    "menu.menu.title": "Da dove vuoi partire?",
    "menu.menu.say.1": "Il {112} risponde in 2 minuti a un'operatrice.",
    "menu.menu.choices.near": "Chi può aiutarmi vicino a me",
}
KEPT = {
    "menu.menu.title": "Where would you like to start?",
    "menu.menu.say.1": "{112} answers an operator in 2 minutes.",
    "menu.menu.choices.near": "Who can help near me",
}


def messages(sources: dict[str, str] | None = None) -> list[Message]:
    """Sentences as they come from the flows."""
    return [
        Message(source, context=key, locations=[("menu.yaml", 1)])
        for key, source in (sources or TODAY).items()
    ]


def row(key: str, source: str, target: str, above: str = "") -> str:
    """One sentence of a PO file."""
    return f'{above}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{target}"\n\n'


def po(
    targets: dict[str, str] | None = None,
    *,
    language: str = "en",
    sources: dict[str, str] | None = None,
    above: str = "",
) -> str:
    """A PO file of some of today's sentences."""
    known = sources or TODAY
    rows = (
        row(key, known[key], target, above)
        for key, target in (KEPT if targets is None else targets).items()
    )
    return HEAD.format(language) + "".join(rows)


def book(kept: str | None = None, sources: dict[str, str] | None = None) -> Book:
    """Today's sentences in English."""
    return open_book("en", FLOWS, messages(sources), po() if kept is None else kept)

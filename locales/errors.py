"""What can be wrong with the catalogues, and with what is asked of them.

Each error tells it as a phrase of the console's catalogue: the studio says it in the reader's
language, `str` in Italian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.phrase import S_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOTHING_CAME: Final = S_("{what} Non è stato importato niente.")


class LocaleError(Exception):
    """Words cannot be used as they are."""

    def __init__(self, text: str, *, faults: Iterable[Phrase] = (), **values: object) -> None:
        self.phrase = Phrase(text, values)
        #: One by one, where there may be many.
        self.faults = tuple(faults)
        super().__init__("\n  ".join(str(each) for each in (self.phrase, *self.faults)))


class UnreadableCatalogueError(LocaleError):
    """A file is not a PO catalogue."""

    def __init__(self, name: str) -> None:
        super().__init__(
            S_(
                "Le traduzioni {name} non si leggono come file PO. "
                "Aprile in un editor PO, o rimetti le ultime che andavano bene."
            ),
            name=name,
        )
        self.name = name


class NotPoError(LocaleError):
    """A text is not in the PO format; `what` is a phrase without its full stop."""

    def __init__(self, line: int, what: str, **values: object) -> None:
        super().__init__(S_("riga {line}: {what}."), line=line, what=Phrase(what, values))
        self.line = line


class UnknownSentenceError(LocaleError):
    """No sentence of today's has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(S_("Non c'è più una frase «{key}». Forse qualcuno l'ha tolta."), key=key)
        self.key = key


class UnfitWordsError(LocaleError):
    """A translation would break the sentence it stands for."""

    def __init__(self, key: str, faults: Iterable[Phrase]) -> None:
        super().__init__(S_("{key}: così non si può tenere."), faults=faults, key=key)
        self.key = key


class NothingToSignError(LocaleError):
    """A sentence that is missing or outdated cannot be signed."""

    def __init__(self, key: str, *, is_outdated: bool) -> None:
        super().__init__(
            S_("{key}: la traduzione è superata. Si può firmare quando vale di nuovo.")
            if is_outdated
            else S_("{key}: la traduzione manca. Si può firmare quando c'è."),
            key=key,
        )
        self.key = key


class OwnWordsError(LocaleError):
    """Whoever wrote a translation wants to sign it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            S_("Questa traduzione l'hai scritta tu: la firma chi la rilegge al posto tuo."),
        )
        self.key = key


class MovedOnError(LocaleError):
    """A sentence is not what somebody had before her any more."""

    def __init__(self, key: str) -> None:
        super().__init__(
            S_("{key}: intanto qualcuno l'ha cambiata. Rileggila: non si è perso niente."), key=key
        )
        self.key = key


class UnfitSignatureError(LocaleError):
    """Nobody can be told from this signature."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            S_("Una firma è un nome o un ruolo su una riga, di {longest} caratteri al massimo."),
            longest=longest,
        )


class UnknownLanguageError(LocaleError):
    """The service has no number for a language."""

    def __init__(self, tag: str, known: Sequence[str]) -> None:
        super().__init__(
            S_("«{tag}» non è una lingua in cui si può tradurre qui: {known}."),
            tag=tag,
            known=", ".join(known),
        )


class UnknownDomainError(LocaleError):
    """There is no catalogue of that kind."""

    def __init__(self, domain: str, known: Sequence[str]) -> None:
        super().__init__(
            S_("«{domain}» non è uno dei nostri cataloghi: {known}."),
            domain=domain,
            known=", ".join(known),
        )


class UnfitFileError(LocaleError):
    """A translator's file cannot be brought in; nothing of it was."""

    def __init__(self, what: str, *, faults: Iterable[Phrase] = (), **values: object) -> None:
        super().__init__(_NOTHING_CAME, faults=faults, what=Phrase(what, values))


class CatalogueFolderError(LocaleError):
    """A catalogue cannot be written."""

    def __init__(self, file: object) -> None:
        super().__init__(
            S_("{file} non si può scrivere. Controlla la cartella e i permessi."), file=file
        )


class UnreadableGlossaryError(LocaleError):
    """The network's glossary is not as it should be."""

    def __init__(self, what: str) -> None:
        super().__init__("glossary.toml: {what}.", what=what)

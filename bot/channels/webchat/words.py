"""The web chat's own few words; everything else she reads comes in the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from locales.phrase import N_

if TYPE_CHECKING:
    from locales.phrase import Phrase


class Say(Protocol):
    """Puts an Italian sentence into a language."""

    def __call__(self, what: Phrase | str, language: str, /) -> str:
        """Return the words."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words for what only a browser needs."""

    skip: str
    danger: str
    call: str
    draft: str
    #: On the cover: it must look like any page that is slow to come.
    veil: str
    two_more: str
    one_more: str
    no_more: str
    unreachable: str
    cover: str
    cover_never: str
    cover_1: str
    cover_5: str
    cover_15: str
    demo: str
    leave: str
    trouble: str
    again: str
    #: A person's lines, and who wrote them.
    lines: str
    who: str
    most: str
    too_long: str
    lost: str
    #: In a tab that is not kept up to date any more, because a newer one is.
    elsewhere: str
    look: str
    #: The page before a handoff begins.
    moment: str
    work: str
    early: str
    go_on: str


def words_in(language: str, say: Say) -> Words:
    """Return the words in a language."""

    def put(text: str) -> str:
        return say(text, language)

    return Words(
        # Translators: for screen readers; jumps over the buttons on top.
        skip=put(N_("Vai al testo")),
        # Translators: beside 112, at the bottom of every page. Short.
        danger=put(N_("In pericolo adesso?")),
        # Translators: before a phone number, on a button.
        call=put(N_("Chiama")),
        # Translators: beside a phone number nobody has checked yet.
        draft=put(N_("da confermare")),
        # Translators: covers the page when she leaves. A neutral word, as of a slow page.
        veil=put(N_("Caricamento")),
        # Translators: told when she presses the Shift key alone once, and twice.
        two_more=put(N_("Premi Maiusc ancora due volte per uscire.")),
        one_more=put(N_("Premi Maiusc ancora una volta per uscire.")),
        no_more=put(N_("Sono passati cinque secondi: non esci.")),
        unreachable=put(N_("La rete non risponde. Prova ancora.")),
        # Translators: followed by a choice of minutes.
        cover=put(N_("Copri la pagina se non la tocco")),
        cover_never=put(N_("mai")),
        cover_1=put(N_("dopo 1 minuto")),
        cover_5=put(N_("dopo 5 minuti")),
        cover_15=put(N_("dopo 15 minuti")),
        demo=put(N_("Pagina di prova: numeri e orari possono essere sbagliati.")),
        # Translators: the way out, where no screen gives its own words for it.
        leave=put(N_("Esci subito")),
        trouble=put(N_("Qualcosa non ha funzionato.")),
        again=put(N_("Riprova")),
        # Translators: for screen readers, the name of the list of what a person wrote to her.
        lines=put(N_("Messaggi")),
        # Translators: above what a person wrote. The people who answer are women.
        who=put(N_("Operatrice")),
        # Translators: below the box where she writes to a person.
        most=put(N_("Al massimo 2.000 caratteri.")),
        too_long=put(
            N_("È troppo lungo: il massimo è 2.000 caratteri. Puoi mandarlo in due parti.")
        ),
        # Translators: told when the page cannot be kept up to date for a while.
        lost=put(N_("La rete non risponde. La pagina riprova da sola.")),
        # Translators: in a tab of the browser, when the same page was opened in another one.
        elsewhere=put(N_("Questa pagina è aperta altrove.")),
        # Translators: beside it, on the button that keeps this tab up to date again.
        look=put(N_("Guardo di nuovo")),
        moment=put(N_("Un momento")),
        # Translators: before she reaches a person. "Continua" is the button below.
        work=put(
            N_(
                "Serve qualche secondo: così nessuno può bloccare il servizio con richieste"
                " finte. Se la pagina non va avanti da sola, aspetta 20 secondi e premi Continua."
            )
        ),
        early=put(N_("È ancora presto. Aspetta qualche secondo e premi di nuovo.")),
        go_on=put(N_("Continua")),
    )

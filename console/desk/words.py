"""What the desk says of a handoff: pure sentences, no score, no label of ours (RK-3, RK-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from locales.languages import language
from locales.phrase import N_, Phrase
from routing.desk import Mark, Upward, read_mark
from routing.handoff import Ending, Reason, Stage, Want, Window
from routing.ports import By, LineState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from routing.handoff import Handoff

WANTS: Final[Mapping[Want, str]] = {
    Want.LISTENING: N_("ascolto"),
    Want.SHELTER: N_("un posto dove stare, subito"),
    Want.HEALTH: N_("ospedale o salute"),
    Want.LEGAL: N_("aiuto legale"),
    Want.FOREIGNERS: N_("diritti di chi è straniera"),
    Want.OTHER: N_("altro"),
}

REASONS: Final[Mapping[Reason, str]] = {
    Reason.TERRITORY: N_("è il vostro territorio"),
    Reason.FAR: N_("ha chiesto un centro lontano da dove vive"),
    Reason.WANT: N_("fate quello che cerca"),
    Reason.LANGUAGE: N_("la sua lingua è in turno"),
    Reason.ON_SHIFT: N_("qualcuna è in turno"),
    Reason.OPEN: N_("siete aperte adesso"),
    Reason.OPENS_FIRST: N_("aprite prima degli altri"),
    Reason.LOAD: N_("avete meno persone in attesa"),
    Reason.AVOIDED: N_("non vuole un altro centro"),
    Reason.LADDER: N_("il centro prima di voi non ha risposto"),
    Reason.REFERRED: N_("un altro centro vi ha passato il contatto, con il suo sì"),
    Reason.ONLY: N_("siete le uniche che possono rispondere"),
}

#: The endings an operator may choose, in the order of the list.
OUTCOMES: Final[Mapping[Ending, str]] = {
    Ending.ANSWERED: N_("ha avuto la risposta che cercava"),
    Ending.REFERRED_OUTSIDE: N_("indirizzata a un servizio fuori dalla rete"),
    Ending.SENT_TO_1522: N_("indirizzata al 1522"),
    Ending.SENT_TO_112: N_("indirizzata al 112"),
    Ending.WENT_AWAY: N_("non ha più scritto"),
}

#: How a handoff can be over, as the desk tells it.
ENDINGS: Final[Mapping[Ending, str]] = {
    **OUTCOMES,
    Ending.NOT_SEEKING_HELP: N_("non è una donna che cerca aiuto"),
    Ending.FINISHED: N_("ha finito lei"),
    Ending.WITHDRAWN: N_("ha cancellato quello che aveva scritto"),
    Ending.EXPIRED: N_("è passato il tempo che le avevamo detto"),
    Ending.IDLE: N_("nessuna delle due scriveva da un'ora"),
}

STATES: Final[Mapping[LineState, str]] = {
    LineState.KEPT: "",
    LineState.HELD: N_("in attesa: tornerà lei"),
    LineState.SHOWN: N_("mostrata"),
    LineState.NOT_DELIVERED: N_("non consegnata"),
}

AUTHORS: Final[Mapping[By, str]] = {
    By.HERS: N_("lei"),
    By.OPERATOR: N_("operatrice"),
    By.NOTE: N_("nota, solo per voi"),
    By.MARK: N_("è successo"),
}

#: Why an operator moves somebody up (RK-5): a list, so that no words of hers end in the log.
UPWARD: Final[Mapping[Upward, str]] = {
    Upward.DANGER_IN_HER_WORDS: N_("nelle sue parole c'è un pericolo"),
    Upward.CHILDREN: N_("ci sono bambini"),
    Upward.HEALTH: N_("sta male"),
    Upward.ANOTHER_SERVICE_CALLED: N_("ha chiamato un altro servizio"),
    Upward.OTHER: N_("altro"),
}

#: What happened, between the lines. `{who}` is a colleague, `{what}` a node or a reason.
MARKS: Final[Mapping[Mark, str]] = {
    Mark.CLAIMED: N_("{who} ha preso il contatto."),
    Mark.HANDED_BACK: N_("{who} ha rimesso il contatto in coda."),
    Mark.LAPSED: N_("Per troppo tempo nessuna ha scritto: il contatto è tornato in coda."),
    Mark.CONFLICT: N_("Una collega ha segnalato un conflitto di interesse: è tornato in coda."),
    Mark.MOVED_UP: N_("{who} l'ha fatta passare avanti: {what}."),
    Mark.PROPOSED: N_("{who} le ha proposto un altro centro: {what}."),
    Mark.AGREED: N_("Ha detto di sì."),
    Mark.REFUSED: N_("Ha detto di no: resta con voi."),
    Mark.PROPOSAL_WITHDRAWN: N_("{who} ha ritirato la proposta."),
    Mark.REFERRED: N_("Il contatto arriva da un altro centro: {what}."),
    Mark.WIDENED: N_("Nessuna ha risposto in tempo: il contatto è passato a {what}."),
    Mark.WINDOW_NOW: N_("Ha detto: resto qui adesso."),
    Mark.WINDOW_UNTIL: N_("Ha detto fino a quando si può scriverle."),
    Mark.WINDOW_LATER: N_("Ha detto: torno io."),
    Mark.WINDOW_OVER: N_("È passato il tempo in cui si poteva scriverle."),
    Mark.LEFT: N_("È uscita."),
    Mark.LEFT_IN_A_HURRY: N_("È uscita in fretta."),
    Mark.WENT_QUIET: N_("Il suo schermo è stato tolto: non lo toccava da tempo."),
    Mark.CAME_BACK: N_("È tornata, con il suo segno."),
    Mark.WRONG_SIGN: N_("Qualcuno ha dato un segno sbagliato."),
    Mark.THREE_WRONG_SIGNS: N_("Tre segni sbagliati: può essere un'altra persona. Attenzione."),
    Mark.FORCED_SIGN: N_("Ha dato l'altro segno: qualcuno la costringe. Attenzione."),
    Mark.SHOWN_112: N_("{who} ha messo il 112 sul suo schermo."),
    Mark.HIDDEN_112: N_("{who} ha tolto il 112 dal suo schermo."),
    Mark.CLOSED: N_("Chiuso: {what}."),
}

_SOMEBODY = N_("Una collega")
_HERE = N_("È qui adesso.")
_UNTIL = N_("Si può scriverle fino alle {time}.")
_LATER = N_("Tornerà lei: le risposte aspettano.")
_HURRY = N_("È uscita in fretta: le risposte aspettano.")
_FORCED_HERE = N_("È tornata con l'altro segno, o con tre segni sbagliati: attenzione.")
_OVER = N_("Chiusa: {how}.")


def her_state(handoff: Handoff, now: datetime, zone: ZoneInfo) -> Phrase:
    """Where she is, as a sentence: what may be on her screen now, and what waits."""
    if handoff.stage is Stage.CLOSED:
        return Phrase(_OVER, {"how": Phrase(ENDINGS[handoff.ending or Ending.ANSWERED])})
    if handoff.may_be_answered(now) and handoff.window_until:
        if handoff.window is Window.NOW:
            return Phrase(_HERE)
        return Phrase(_UNTIL, {"time": clock(handoff.window_until, zone)})
    return Phrase(_LATER if handoff.left_at is None else _HURRY)


def warning(handoff: Handoff) -> Phrase | None:
    """What must be read before anything is written: the other sign was used."""
    return Phrase(_FORCED_HERE) if handoff.forced_at else None


def reply_state(state: LineState, *, here: bool) -> str:
    """What became of a reply; while her window is open a held one is on its way."""
    return N_("sta arrivando") if here and state is LineState.HELD else STATES[state]


def waited(time: timedelta) -> Phrase:
    """How long somebody waits, rounded down to minutes, then to hours and days."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 1:
        return Phrase(N_("da meno di un minuto"))
    if minutes < 60:  # noqa: PLR2004 (an hour)
        return Phrase(N_("da {minutes} min"), {"minutes": minutes})
    hours, rest = divmod(minutes, 60)
    return Phrase(N_("da {hours} h {minutes} min"), {"hours": hours, "minutes": rest})


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """An hour of the network's day, "10:42"."""
    return moment.astimezone(zone).strftime("%H:%M")


def speaks(tag: str) -> str:
    """A language in its own letters; its tag where we have no name for it."""
    try:
        return language(tag).name
    except KeyError:
        return tag


def happened(text: str, who: str, nodes: Mapping[str, str]) -> Phrase:
    """A mark among the lines, in words.

    Args:
        text: the mark as it was kept.
        who: the colleague's name; empty for what nobody did.
        nodes: names of the nodes, by id.
    """
    kind, detail = read_mark(text)
    return Phrase(MARKS[kind], {"who": who or Phrase(_SOMEBODY), "what": _detail(detail, nodes)})


def _detail(detail: str, nodes: Mapping[str, str]) -> Phrase | str:
    if detail in nodes:
        return nodes[detail]
    for kind, sentences in ((Upward, UPWARD), (Ending, ENDINGS)):
        if detail in set(kind):
            return Phrase(sentences[kind(detail)])  # type: ignore[index]
    return detail

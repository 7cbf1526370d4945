"""The audit log, for leads and keepers: who did what, never what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.here import page, parts_of, session_of
from locales.phrase import N_
from storage.staff.audit import KEEPER, Deed
from storage.staff.people import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

_NEWEST = 200

DEEDS: Mapping[str, str] = {
    Deed.SIGNED_IN: N_("è entrata"),
    Deed.SIGNED_OUT: N_("è uscita"),
    Deed.REFUSED: N_("ha chiesto una cosa che non può"),
    Deed.UNLOCKED: N_("ha aperto la chiave con la sua frase"),
    Deed.SHIFT_BEGUN: N_("è in turno"),
    Deed.SHIFT_ENDED: N_("ha finito il turno"),
    Deed.CLAIMED: N_("ha preso un contatto"),
    Deed.OPENED: N_("ha aperto una conversazione"),
    Deed.HANDED_BACK: N_("ha rimesso un contatto in attesa"),
    Deed.REFERRED: N_("ha proposto un altro nodo"),
    Deed.CLOSED: N_("ha chiuso un contatto"),
    Deed.MOVED_UP: N_("ha portato un contatto più in alto"),
    Deed.EXCLUDED: N_("si è tirata fuori da un contatto"),
    Deed.EMERGENCY: N_("ha mostrato il 112"),
    Deed.INVITED: N_("ha invitato"),
    Deed.ENROLLED: N_("si è iscritta"),
    Deed.ADMITTED: N_("ha ammesso"),
    Deed.REMOVED: N_("ha rimosso"),
    Deed.ROLES_CHANGED: N_("ha cambiato il ruolo di"),
    Deed.KEY_ADDED: N_("ha aggiunto una passkey"),
    Deed.KEY_DROPPED: N_("ha tolto una passkey"),
    Deed.LOSS_CONFIRMED: N_("conferma che ha perso le passkey"),
    Deed.LOCKED: N_("ha chiuso le sessioni di"),
    Deed.NODE_KEY_MADE: N_("ha creato la chiave del nodo"),
    Deed.NODE_KEY_CHANGED: N_("ha cambiato la chiave del nodo"),
    Deed.RECOVERY_ASKED: N_("ha chiesto la copia di riserva della chiave"),
    Deed.RECOVERED: N_("ha ripreso la chiave dalla copia di riserva"),
    Deed.AUDIT_READ: N_("ha letto questo registro"),
    Deed.EDITION_PROPOSED: N_("ha proposto la versione"),
    Deed.EDITION_APPROVED: N_("ha approvato la versione"),
    Deed.EDITION_REFUSED: N_("ha rifiutato la versione"),
    Deed.EDITION_WITHDRAWN: N_("ha ritirato la versione"),
    Deed.EDITION_LIVE: N_("la versione è in linea"),
    Deed.WORDS_SIGNED: N_("ha firmato traduzioni"),
    Deed.ROW_CONFIRMED: N_("ha confermato i dati del suo nodo"),
}


async def show_records(request: web.Request) -> web.Response:
    """Show the latest entries: to a lead those of her node's people, to a keeper all."""
    me, parts = session_of(request).person, parts_of(request)
    is_keeper = Role.KEEPER in me.roles
    people: dict[str, str] = {KEEPER: N_("programma o comando nel terminale")}
    entries = []
    for entry in await parts.audit.newest(_NEWEST):
        whose = await parts.staff.person(entry.who) if entry.who not in people else None
        if whose is not None and (is_keeper or whose.node == me.node):
            people[entry.who] = whose.name
        if entry.who in people and (is_keeper or entry.who != KEEPER):
            about = await parts.staff.person(entry.about) if entry.about else None
            entries.append((entry, about.name if about else entry.about[:8]))
    await parts.audit.note(me.id, Deed.AUDIT_READ)
    return page(
        request,
        "records.html",
        entries=entries,
        people=people,
        deeds=DEEDS,
        zone=parts.directory.zone,
        verdict=await parts.audit.verify(),
    )

"""Small libraries for tests, as authors would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.reader import read_library

if TYPE_CHECKING:
    from flows.definition import Library

LIBRARY = """
first: talk.hello
home: talk.menu
danger: talk.danger
place: talk.where
person: talk.person
remembers:
  place: place
  node: node
  alone: ["yes", "no"]
controls:
  exit: "Esci subito"
  danger: "112"
  home: "Torna all'inizio"
  language: "Lingua"
  choose_language: "Scegli la lingua"
  fallback: "Per questo chiedi al {1522}."
  draft: "(da confermare)"
  lost: "Ricominciamo da qui."
  media: "Qui si leggono solo parole."
"""

FACTS = """
facts:
  "112": {kind: number, value: "112", says: "Emergenza.", source: "x", checked_on: 2026-11-22,
          owner: rete, expires_on: 2027-02-22, status: confirmed, permanent: true}
  "1522": {kind: number, value: "1522", says: "Numero nazionale.", source: "x",
           checked_on: 2026-11-22, owner: rete, expires_on: 2027-02-22, status: confirmed,
           permanent: true}
  months: {kind: law, value: "12", says: "Il termine.", source: "x", checked_on: 2026-11-22,
           owner: rete, expires_on: 2027-05-22, status: confirmed}
  draft: {kind: law, value: "3", says: "Da confermare.", source: "x", checked_on: 2026-11-22,
          owner: rete, expires_on: 2027-05-22, status: draft}
"""

TALK = """
flow: talk
owner: rete
steps:
  hello:
    title: "Ciao"
    say: "Puoi scrivere adesso?"
    choices:
      - {id: "yes", label: "Sì", go: menu, remember: {alone: "yes"}}
      - {id: "no", label: "No", go: menu, remember: {alone: "no"}}
  menu:
    say:
      - "Scegli da dove partire."
      - {if: {alone: "no"}, say: "Decidi tu quando."}
      - {on: telegram, say: "Solo qui."}
    choices:
      - {id: near, label: "Vicino a me", go: where}
      - {id: term, label: "Il termine", go: term}
      - {id: later, label: "Più tardi", go: later, if: {alone: "no"}}
  term:
    say: ["Entro {months} mesi.", "Una bozza dice {draft}."]
    end: true
  later:
    say: "Puoi tornare."
    end: true
  where:
    title: "Dove"
    say: "Scrivi un posto."
    ask: place
    label: "Comune o CAP"
    send: "Cerca"
    found: centres
    unclear: "Quale di questi?"
    unknown: again
  again:
    say: "Non conosco questo posto. Il {1522} risponde sempre."
    choices:
      - {id: where, label: "Provo ancora", go: where}
  centres:
    say: "Ecco chi ti ascolta."
    show: centres
    pick: centre
    nothing: "Qui non ho un centro. Il {1522} risponde sempre."
  centre:
    say: "Questo centro."
    show: centre
    end: true
  danger:
    numbers: ["112", "1522"]
    say: "Il {112} risponde subito. Il {1522} ascolta sempre."
    choices:
      - {id: person, label: "Una persona", go: person}
  person:
    say: "Il {1522} risponde giorno e notte."
    end: true
"""


def sources(**changed: str) -> dict[str, str]:
    """The files of a small good library, some of them replaced: `talk=...`, `facts=...`."""
    files = {"library": LIBRARY, "facts": FACTS, "talk": TALK, **changed}
    return {f"{name}.yaml": text for name, text in files.items()}


def library(**changed: str) -> Library:
    """A small good library, understood."""
    understood, issues = read_library(sources(**changed))
    assert understood is not None, "\n".join(map(str, issues))
    return understood

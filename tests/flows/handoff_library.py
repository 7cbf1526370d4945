"""A small library with a whole handoff, that tests walk and break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.reader import read_library
from tests.flows.libraries import FACTS, LIBRARY, TALK

if TYPE_CHECKING:
    from flows.definition import Library

SIGN_WORDS = ("mare", "pane", "luna", "fiore", "gatto", "albero", "libro", "neve")
_WORDS = ", ".join(SIGN_WORDS)

WITH_HANDOFF = LIBRARY.replace(
    'alone: ["yes", "no"]\n',
    f"""alone: ["yes", "no"]
  want: [listening, shelter, health, legal, foreigners, other]
  danger: ["yes", "no"]
  far: ["yes", "no"]
  avoid: nodes
  sign_first: {{sign: [{_WORDS}]}}
  sign_second: {{sign: [{_WORDS}]}}
  window: [now, until_1, until_2, until_4, later]
handoff:
  offer: help.offer
  nobody: help.nobody
  waiting: help.waiting
  talk: help.talk
  code: help.code
  proposal: help.proposal
  emergency: help.emergency
  ended: help.ended
""",
)
#: On every first screen.
BACK = '      - {id: "again", label: "Sono già stata qui", go: again.sign}\n'
#: The small library's talk, with a way to a person and a way back.
TALKS = TALK.replace("  menu:\n", BACK + "  menu:\n").replace(
    '      - {id: later, label: "Più tardi"',
    BACK
    + '      - {id: person, label: "Una persona", go: help.notice, only: desk}\n'
    + '      - {id: later, label: "Più tardi"',
)

_HEARS = """    ask: words
    label: "Scrivi qui"
    send: "Invia"
    unknown: not_kept
"""

HELP = f"""
flow: help
owner: rete
steps:
  notice:
    say:
      - "Ti risponde una donna."
      - {{on: telegram, say: "Il sito si apre da qui: {{web_address}}"}}
      - {{only: no_desk, say: "Adesso qui non risponde nessuna."}}
    choices:
      - {{id: near, label: "Avanti", go: zone, if: {{place: unsaid}}}}
      - {{id: known, label: "Avanti", go: offer, if: {{place: said}}}}
  zone:
    say: "In quale zona?"
    ask: place
    label: "Comune o CAP"
    send: "Avanti"
    found: offer
    unclear: "Quale?"
    unknown: zone
  offer:
    say: "Ecco chi ti risponde. Il {{1522}} risponde sempre."
    show: offer
    another: "Un altro centro"
    choices:
      - {{id: "yes", label: "Sì", go: sign}}
  sign:
    say: "Scegli due parole."
    choices:
      - {{id: mare, label: "Mare", go: second, remember: {{sign_first: mare}}}}
      - {{id: pane, label: "Pane", go: second, remember: {{sign_first: pane}}}}
  second:
    say: "E la seconda."
    choices:
      - {{id: mare, label: "Mare", go: told, remember: {{sign_second: mare}}}}
      - {{id: pane, label: "Pane", go: told, remember: {{sign_second: pane}}}}
  told:
    say: ["Puoi uscire.", "Prima {{sign_first}}, poi {{sign_second}}."]
    choices:
      - id: now
        label: "Adesso"
        act: open
        go: waiting
        otherwise: full
        remember: {{window: now}}
  full:
    say: "Adesso no. Il {{1522}} risponde sempre."
    end: true
  nobody:
    numbers: ["1522", "112"]
    say: "Adesso nessuna."
    end: true
  waiting:
    say: "Puoi scrivere. Il {{1522}} risponde sempre."
    show: waiting
{_HEARS}    found: waiting
    choices:
      - {{id: look, label: "Guardo", act: look, go: waiting}}
      - {{id: erase, label: "Cancella", go: erase}}
  talk:
    say: "La chat."
    show: talk
{_HEARS}    found: talk
    choices:
      - {{id: erase, label: "Cancella", act: withdraw, go: ended}}
  proposal:
    say: "Sì o no?"
    show: proposal
{_HEARS}    found: proposal
    choices:
      - {{id: "yes", label: "Sì", act: agree, go: waiting}}
      - {{id: "no", label: "No", act: refuse, go: talk}}
      - {{id: erase, label: "Cancella", go: erase}}
  emergency:
    numbers: ["112", "1522"]
    say: "Prima questo."
{_HEARS}    found: talk
    choices:
      - {{id: back, label: "Torno", act: look, go: talk}}
  not_kept:
    say: "Non è arrivato."
{_HEARS}    found: waiting
  code:
    say: "Il codice."
    show: code
    choices:
      - {{id: next, label: "Avanti", act: look, go: talk}}
  erase:
    say: "Davvero?"
    choices:
      - {{id: "yes", label: "Sì", act: withdraw, go: ended}}
      - {{id: "no", label: "No", act: look, go: talk}}
  ended:
    say: "Finito."
    end: true
"""

AGAIN = """
flow: again
owner: rete
steps:
  sign:
    say:
      - "Quale parola?"
      - {on: telegram, say: "Il sito si apre da qui: {web_address}"}
    choices:
      - {id: mare, label: "Mare", go: second, remember: {sign_first: mare}}
  second:
    say: "E la seconda?"
    choices:
      - {id: pane, label: "Pane", go: code, remember: {sign_second: pane}}
  code:
    say: "Hai un codice?"
    ask: code
    label: "Codice"
    send: "Avanti"
    found: help.talk
    unknown: nothing
    choices:
      - {id: none, label: "No", act: return, go: help.talk, otherwise: nothing}
  nothing:
    say: "Qui niente. Il {1522} risponde sempre."
    end: true
"""


def sources(**changed: str) -> dict[str, str]:
    """The files of the small library with a handoff, some of them replaced: `help=...`."""
    files = {
        "library": WITH_HANDOFF,
        "facts": FACTS,
        "talk": TALKS,
        "help": HELP,
        "again": AGAIN,
        **changed,
    }
    return {f"{name}.yaml": text for name, text in files.items()}


def library(**changed: str) -> Library:
    """The small library with a handoff, understood."""
    understood, issues = read_library(sources(**changed))
    assert understood is not None, "\n".join(map(str, issues))
    return understood

"""A small sound library that each test breaks in one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from textwrap import dedent, indent
from typing import Any

from flows.checks import check
from flows.issues import Issue, Level
from flows.reader import read_library

TODAY = date(2026, 11, 22)

LIBRARY = """\
first: a.start
home: a.start
danger: a.danger
place: a.where
person: a.person
remembers:
  place: place
  alone: ["yes", "no"]
controls:
  exit: "Esci subito"
  danger: "112"
  home: "Inizio"
  language: "Lingua"
  choose_language: "Scegli la lingua"
  fallback: "Per questo chiedi al {1522}."
  draft: "(da confermare)"
  lost: "Ricominciamo da qui."
  media: "Qui leggo solo parole."
"""

FLOW = """\
flow: a
owner: rete
steps:
  start:
    say: "Ciao. Qui puoi leggere e andare via."
    choices:
      - {id: "person", label: "Parlo con una persona", go: person}
      - {id: "where", label: "Cerco un centro", go: where}
      - {id: "more", label: "Altro", go: b.start}
  danger:
    say: "Chiama il {112}, se puoi. Oppure il {1522}."
    choices:
      - {id: "back", label: "Indietro", go: start}
  person:
    say: "Al {1522} risponde una persona."
    end: true
  where:
    say: "Scrivi il comune o il CAP."
    ask: place
    label: "Comune o CAP"
    send: "Cerca"
    found: person
    unclear: "Quale di questi?"
    unknown: person
"""

FACT = """\
  "{id}":
    kind: {kind}
    value: "{value}"
    says: "Un fatto."
    source: "https://example.org/"
    checked_on: {checked_on}
    owner: rete
    expires_on: {expires_on}
    status: confirmed
    permanent: {permanent}
"""

#: The only step of the flow b, where a test writes no other.
ENDS = 'start: {say: "Qui finisce.", end: true}'

WORDS = """\
it:
  sensitive: [violenz*, "ti picchia"]
  promises: ["sei al sicuro", "anonimo al 100%"]
  imperatives: [devi, lascialo]
  identity: [nome, telefono, indirizzo, "ti chiami"]
  shelter: ["casa rifugio", "case rifugio", accoglienza]
  address: [via, piazza, indirizzo]
en:
  sensitive: [violen*]
  promises: ["you are safe"]
  imperatives: ["you must"]
  identity: [name, "phone number"]
  shelter: [shelter]
  address: [street, address]
ar:
  sensitive: [عنف]
  promises: ["أنت في أمان"]
  imperatives: ["يجب عليك"]
  identity: [اسمك]
  shelter: [مأوى]
  address: [شارع]
names: ["Casa di Accoglienza delle Donne Maltrattate"]
"""


def fact(
    name: str,
    *,
    kind: str = "law",
    value: str = "",
    checked_on: str = "2026-11-01",
    expires_on: str = "2027-02-01",
    permanent: bool = False,
) -> str:
    """One entry of facts.yaml."""
    return FACT.format(
        id=name,
        kind=kind,
        value=value,
        checked_on=checked_on,
        expires_on=expires_on,
        permanent=str(permanent).lower(),
    )


LASTING = fact("112", kind="number", value="112", permanent=True) + fact(
    "1522", kind="number", value="1522", permanent=True
)


@dataclass
class Translations:
    """Catalogues in memory: (language, Italian source) to the sentence."""

    said: dict[tuple[str, str], str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: int = 0

    def translation(self, context: str, source: str, language: str) -> str | None:
        """The sentence said for this one; where none was given, the Italian itself."""
        self.asked += 1
        return self.said.get((language, source), source)

    def status(self, context: str, source: str, language: str) -> str:
        """A draft, if nothing else was given."""
        return self.statuses.get((language, source), "draft")


class Checked:
    """What the checks say of the small library with something of it changed."""

    def library(self) -> str:
        """The small library's library.yaml."""
        return LIBRARY

    def flow(self) -> str:
        """The small library's flow a."""
        return FLOW

    def words(self) -> str:
        """The small library's words.yaml."""
        return WORDS

    def fact(self, name: str, **given: Any) -> str:
        """One more entry of facts.yaml, a law if nothing else is said."""
        return fact(name, **given)

    def issues(
        self,
        more: str = ENDS,
        *,
        facts: str = "",
        lasting: str = LASTING,
        library: str = LIBRARY,
        flow: str = FLOW,
        words: str = WORDS,
        translations: Translations | None = None,
        languages: tuple[str, ...] = ("it",),
        today: date = TODAY,
    ) -> list[Issue]:
        """Every issue, in order. `more` are the steps of the flow b, behind one button."""
        sources = {
            "library.yaml": library,
            "facts.yaml": f"facts:\n{lasting}{facts}",
            "words.yaml": words,
            "a.yaml": flow,
            "b.yaml": f"flow: b\nowner: rete\nsteps:\n{indent(dedent(more).strip(), '  ')}\n",
        }
        read, problems = read_library(sources)
        assert read is not None, problems
        return check(read, translations or Translations(), today, languages)

    def says(self, more: str = ENDS, **changed: Any) -> list[str]:
        """What is wrong, without place and level."""
        return [issue.what for issue in self.issues(more, **changed)]

    def bubble(self, words: str, **changed: Any) -> list[str]:
        """What is wrong with one bubble; nothing sensitive can stand first on its screen."""
        opening = "Una pagina calma, che puoi chiudere quando vuoi, con un solo tocco."
        return self.says(f'start: {{say: ["{opening}", "{words}"], end: true}}', **changed)

    def warnings(self, **changed: Any) -> list[str]:
        """The issues that stop nothing, written out."""
        return [str(each) for each in self.issues(**changed) if each.level is Level.WARNING]

"""Who can answer: the nodes of a network, and what is known about each, with its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from routing.areas import AreaCode
    from routing.hours import OpeningHours


class NodeKind(StrEnum):
    """The four kinds of organisation that answer the same woman."""

    CENTRE = "centre"
    HOSPITAL = "hospital"
    HOSPITALITY = "hospitality"
    SERVICE = "service"


class ContactKind(StrEnum):
    """How a contact is used."""

    PHONE = "phone"
    LINE24 = "line24"
    MOBILE = "mobile"
    WEB = "web"
    EMAIL = "email"


#: What she can call.
PHONES = frozenset({ContactKind.PHONE, ContactKind.MOBILE, ContactKind.LINE24})


class Service(StrEnum):
    """What a node does, as far as a source says so."""

    LISTENING = "listening"
    LEGAL = "legal"
    PSYCHOLOGICAL = "psychological"
    SEXUAL_VIOLENCE = "sexual_violence"
    HOSPITAL = "hospital"
    FOREIGNERS = "foreigners"
    WORK = "work"
    HOUSING = "housing"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a fact comes from, who answers for it, and until when it may be believed."""

    source: str
    checked_on: date
    #: Who has to confirm it: the organisation itself.
    owner: str
    expires_on: date | None
    confirmed_by: str | None = None
    #: What contradicts it, in words. Nobody but the owner settles it.
    conflict: str | None = None
    #: For the staff.
    note: str | None = None

    def is_expired(self, today: date) -> bool:
        """Whether its last day is behind us."""
        return self.expires_on is not None and self.expires_on < today

    def is_confirmed(self, today: date) -> bool:
        """Whether a person has confirmed it, it has not expired and nothing contradicts it."""
        return bool(self.confirmed_by) and not self.is_expired(today) and self.conflict is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Provenance):
    """One number, mailbox or site of a node."""

    kind: ContactKind
    #: E.164 ("+39025..."), or a short or green number as it is dialled ("1522", "800049722").
    value: str
    use: str
    #: Set where the number answers for one service alone.
    service: Service | None = None
    #: An administrative mailbox or a doubtful fax: on record, never shown to a woman.
    staff_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One organisation, or one door of it, that can answer.

    The address is that of a public office. There is no field in which the
    address of a shelter could be written.
    """

    id: str
    #: Never given to another node, not even after this one has closed: it
    #: travels in buttons already on somebody's phone.
    number: int
    name: str
    kind: NodeKind
    area: AreaCode | None = None
    point: tuple[float, float] | None = None
    address: str | None = None
    seat: Provenance | None = None
    #: The node asks that only its number is given.
    phone_only: bool = False
    services: tuple[Service, ...] = ()
    languages: tuple[str, ...] = ()
    transport: str | None = None
    contacts: tuple[Contact, ...] = ()
    hours: OpeningHours | None = None
    hours_fact: Provenance | None = None
    #: The comuni whose inter-municipal network this door belongs to: a hint, not a rule.
    serves: tuple[AreaCode, ...] = ()
    #: The node that runs this door.
    part_of: str | None = None
    #: Its rows in a public register, so that an import does not list it twice.
    listed_as: tuple[str, ...] = ()

    def is_door(self) -> bool:
        """Whether one may be told to turn to it. Hospitality is reached through a centre."""
        return self.kind is not NodeKind.HOSPITALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Provenance):
    """A national number. It never disappears: overdue, it alarms the keeper."""

    id: str
    number: str
    name: str
    use: str
    languages: tuple[str, ...] = ()
    web: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The nodes of a network and the national numbers beside them."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...] = ()
    #: Who must be named wherever these facts are shown.
    attributions: tuple[str, ...] = ()
    #: The titles of the sources, by their short names.
    sources: Mapping[str, str] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Rome"))
    _numbers: Mapping[int, Node] = field(init=False, repr=False, compare=False)
    _ids: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {node.number: node for node in self.nodes})
        object.__setattr__(self, "_ids", {node.id: node for node in self.nodes})

    def by_number(self, number: int) -> Node | None:
        """The node that a button's number means."""
        return self._numbers.get(number)

    def by_id(self, id_: str) -> Node | None:
        """The node of that name in the data."""
        return self._ids.get(id_)

    def line(self, id_: str) -> Line | None:
        """The national number "1522" or "112"."""
        return next((line for line in self.lines if line.id == id_), None)

"""One conversation as its operator reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.rows import facts
from console.desk.words import (
    AUTHORS,
    REASONS,
    clock,
    happened,
    her_state,
    reply_state,
    warning,
)
from locales.phrase import N_, Phrase
from routing.desk import Mark
from routing.handoff import Stage
from routing.ports import By, LineState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from console.desk.rows import Facts
    from console.parts import Parts
    from routing.handoff import Handoff
    from routing.ports import Line


_EMPTY = N_("Una riga che non è passata a voi, o che non si apre.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line on the page."""

    number: int
    by: By
    #: "lei", "tu", a colleague's name.
    who: str
    time: str
    #: Hers and the operators' own words, as they wrote them.
    text: str = ""
    #: What happened, for a mark.
    mark: Phrase | None = None
    #: What became of a reply, in words.
    state: str = ""
    #: Tag of the state, for its colour beside the word.
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One conversation, and what may be done with it now."""

    number: int
    facts: Facts
    reasons: tuple[str, ...]
    state: Phrase
    warning: Phrase | None
    lines: tuple[Said, ...]
    #: Hers: she may write.
    is_mine: bool
    #: Hers, and she has not written since she took it.
    is_fresh: bool
    #: In the queue: she may take it.
    is_waiting: bool
    #: The colleague who has it; empty when nobody or she herself does.
    who: str
    #: The colleagues who have it open too.
    looking: tuple[str, ...]
    #: Replies that were not shown yet.
    held: int
    #: The node proposed to her.
    proposed: str
    #: 112 stands on her screen.
    emergency: bool
    #: Something may appear on her screen now.
    is_here: bool
    moved_up: bool

    @property
    def flags(self) -> str:
        """What may be done now, for the page to show the right forms."""
        may = {
            "mine": self.is_mine,
            "can-refer": self.is_mine and not self.proposed,
            "can-move": self.is_waiting and not self.moved_up,
            "can-close": self.is_mine or self.is_waiting,
        }
        return " ".join(name for name, is_so in may.items() if is_so)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, and the names she knows the others by."""

    person: str
    #: Staff names by id.
    names: Mapping[str, str]
    #: Node names by id.
    nodes: Mapping[str, str]


def talk(
    handoff: Handoff,
    lines: Iterable[Line],
    reader: Reader,
    looking: Sequence[str],
    *,
    number: int,
    parts: Parts,
    now: datetime,
) -> Talk:
    """Put a conversation into words."""
    here = handoff.may_be_answered(now)
    read = list(lines)
    proposal = handoff.proposal
    is_mine = handoff.stage is Stage.TALKING and handoff.operator == reader.person
    return Talk(
        number=number,
        facts=facts(handoff.case, parts),
        reasons=tuple(REASONS[reason] for reason in handoff.reasons),
        state=her_state(handoff, now, parts.directory.zone),
        warning=warning(handoff),
        lines=tuple(_said(line, reader, parts, now, here=here) for line in read),
        is_mine=is_mine,
        is_fresh=is_mine and _is_fresh(read),
        is_waiting=handoff.stage is Stage.WAITING,
        who="" if is_mine else reader.names.get(handoff.operator, ""),
        looking=tuple(reader.names[who] for who in looking if who in reader.names),
        held=sum(line.state is LineState.HELD for line in read),
        proposed=reader.nodes.get(proposal.node, "") if proposal else "",
        emergency=handoff.emergency,
        is_here=here,
        moved_up=handoff.moved_up,
    )


def _is_fresh(lines: Iterable[Line]) -> bool:
    """Whether nobody wrote to her since somebody took the conversation last."""
    fresh = True
    for line in lines:
        if line.by is By.OPERATOR:
            fresh = False
        elif line.by is By.MARK and line.text == Mark.CLAIMED:
            fresh = True
    return fresh


def _said(line: Line, reader: Reader, parts: Parts, now: datetime, *, here: bool) -> Said:
    if not line.text:
        # Also when it was written is gone with the words.
        return Said(number=line.number, by=By.MARK, who="", time="", mark=Phrase(_EMPTY))
    time = _time(line.at, now, parts)
    name = reader.names.get(line.operator, "")
    if line.by is By.MARK:
        mark = happened(line.text, name, reader.nodes)
        return Said(number=line.number, by=line.by, who="", time=time, mark=mark)
    mine = line.operator == reader.person
    who = AUTHORS[line.by] if line.by is By.HERS else N_("tu") if mine else name
    is_reply = line.by is By.OPERATOR
    return Said(
        number=line.number,
        by=line.by,
        who=who or AUTHORS[By.OPERATOR],
        time=time,
        text=line.text,
        state=reply_state(line.state, here=here) if is_reply else "",
        kind=line.state.value if is_reply else "",
    )


def _time(moment: datetime, now: datetime, parts: Parts) -> str:
    there = moment.astimezone(parts.directory.zone)
    same_day = there.date() == now.astimezone(parts.directory.zone).date()
    return clock(moment, parts.directory.zone) if same_day else f"{there:%d/%m %H:%M}"

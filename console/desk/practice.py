"""A rehearsed contact: the operator plays both sides, and it is in no count."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Final

from console.desk.memory import Rehearsed
from flows.definition import Channel
from routing.handoff import Case, Handoff, Reason, Want
from storage.envelopes import digest

if TYPE_CHECKING:
    from console.parts import Parts
    from console.sessions import Session

#: Two of the words her chat offers as a sign (`flows/library/library.yaml`).
_WORDS: Final = ("mare", "pane")
_CODE_DIGITS: Final = 12


async def begin(parts: Parts, session: Session) -> Rehearsed | None:
    """Put a rehearsal into the queue of her node; `None` while the node has no key.

    She comes in as the woman by "Sono già stata qui" in the web chat.
    """
    desk = (await parts.desks.now()).get(session.person.node)
    if desk is None:
        return None
    first, second = _WORDS
    hers = await asyncio.to_thread(digest, f"{first} {second}")
    forced = await asyncio.to_thread(digest, f"{second} {first}")
    now = parts.clock()
    code = secrets.choice("123456789") + "".join(
        secrets.choice("0123456789") for _ in range(_CODE_DIGITS - 1)
    )
    handoff = Handoff(
        id=secrets.token_bytes(16),
        case=Case(
            channel=Channel.WEB, language=session.language, want=Want.LISTENING, rehearsal=True
        ),
        node=session.person.node,
        reasons=(Reason.ONLY,),
        opened_at=now,
        queued_at=now,
        keep_until=parts.book.kept_until(session.person.node, now),
        present=False,
        code=code,
        sign=hers,
        forced_sign=forced,
    )
    await parts.handoffs.open(handoff, {desk.node: desk.public_key})
    return Rehearsed(code=code, first=first.capitalize(), second=second.capitalize())

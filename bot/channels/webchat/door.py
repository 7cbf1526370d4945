"""All that the web chat's handlers need, and what they do alike."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.conversation import Address
from flows.definition import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.webchat.assets import Asset
    from bot.channels.webchat.live import Live
    from bot.channels.webchat.pages import Pages
    from bot.channels.webchat.proofs import Proofs
    from bot.channels.webchat.replies import Replies
    from bot.channels.webchat.session import SessionCookie
    from bot.contact import Contact
    from bot.conversation import Conversation
    from bot.view import Answer, View


@dataclass(frozen=True, slots=True)
class Door:
    """The parts, and the answers that every handler may give."""

    conversation: Conversation
    contact: Contact
    cookie: SessionCookie
    pages: Pages
    replies: Replies
    assets: Mapping[str, Asset]
    proofs: Proofs
    live: Live
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)

    def address(self, request: web.Request) -> Address | None:
        """Return whose visit it is; `None` without a cookie of ours."""
        session = self.cookie.read(request)
        return Address(Channel.WEB, session) if session else None

    def open(self, request: web.Request, *, status: int = 200) -> web.Response:
        """Show the neutral first page: languages, 112, the way out.

        It is what everybody sees who has no visit, and all that Back or a page
        sent again may show after one.
        """
        known = self.cookie.read(request)
        session = known or self.cookie.fresh()
        answer = self.conversation.begin(Address(Channel.WEB, session))
        assert answer.view is not None, "a beginning has a screen"
        body = self.pages.draw_common(answer.view, is_part=wants_part(request))
        return self.replies.page(request, body, status=status, session="" if known else session)

    def show_common(self, request: web.Request, view: View) -> web.Response:
        """Show a screen of the conversation itself, with nothing of a handoff on it."""
        return self.replies.page(request, self.pages.draw_common(view, is_part=wants_part(request)))

    async def show(
        self,
        request: web.Request,
        address: Address,
        answer: Answer,
        draft: str = "",
        once: str = "",
    ) -> web.Response:
        """Draw an answer; lines in it count as shown once they were written to her connection."""
        assert answer.view is not None
        body = self.pages.draw(answer.view, is_part=wants_part(request), draft=draft, once=once)
        response = self.replies.page(request, body)
        if answer.lines:
            await response.prepare(request)
            await response.write_eof()
            await self.contact.shown(address, answer)
        return response

    def leave(self, address: Address | None) -> None:
        """She left: nothing more is drawn for her, and her operator is told.

        She does not wait for that: what is slow may be slow when she is away.
        """
        if address is None:
            return
        self.live.leave(address.key)
        telling = asyncio.create_task(self.contact.left(address, in_a_hurry=True))
        self._leaving.add(telling)
        telling.add_done_callback(self._leaving.discard)

    async def finish(self, _: web.Application) -> None:
        """Wait until everybody who left has been told of."""
        await asyncio.gather(*self._leaving, return_exceptions=True)


DOOR = web.AppKey("door", Door)


def wants_part(request: web.Request) -> bool:
    """Whether the page's script asks, which needs only what changes."""
    return "X-Part" in request.headers

"""The few calls a visit is made of, and what to do without when a server refuses something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from bot.channels.telegram.errors import RefusedError
from bot.channels.telegram.screens import OPTIONAL, draw
from bot.channels.telegram.updates import ALLOWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.channels.telegram.request import Line, OnItsWay
    from bot.view import View

#: Ids Telegram takes in one deleteMessages.
MOST_DELETES: Final = 100
#: What stays of a screen of ours that can no longer be deleted.
_NOTHING: Final = "."
_GONE: Final = ("not found", "can't be edited", "message_id_invalid", "message to edit")
_NOT_THERE: Final = ("not found", "message_id_invalid")


#: `Line.call` or `Line.tell`.
_Way = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Edited(Enum):
    """What became of a screen we wanted to redraw."""

    SHOWN = auto()
    #: The message is not there any more, or cannot be edited.
    GONE = auto()


class BotApi:
    """What we ask of the Bot API.

    Three roads, so that none waits for another: one for asking what happened, one for
    screens, one for taking things back.
    """

    def __init__(self, asking: Line, showing: Line, erasing: Line) -> None:
        self._asking = asking
        self._showing = showing
        self._erasing = erasing
        #: Optional fields this server refuses.
        self.without: frozenset[str] = frozenset()
        self._knows_batches = True

    async def updates(self, offset: int, limit: int, wait_seconds: int) -> list[Any]:
        """Ask what happened since; an answer that is no list is none."""
        asked: dict[str, Any] = {
            "timeout": wait_seconds,
            "limit": limit,
            "allowed_updates": ALLOWED,
        }
        if offset:
            asked["offset"] = offset
        result = await self._asking.call("getUpdates", asked, wait_seconds + 10.0)
        return result if isinstance(result, list) else []

    async def remove_webhook(self) -> None:
        """Let updates be asked for again."""
        await self._asking.tell("deleteWebhook", {"drop_pending_updates": False})

    async def edit(
        self, chat: int, message_id: int, view: View, on_its_way: OnItsWay | None = None
    ) -> Edited:
        """Redraw a screen in place.

        Raises:
            BotApiError: When it was neither redrawn nor found impossible.
        """
        where = {"chat_id": chat, "message_id": message_id}
        try:
            await self._draw(
                partial(self._showing.tell, on_its_way=on_its_way), "editMessageText", where, view
            )
        except RefusedError as refusal:
            if refusal.is_passing or refusal.is_closed_chat or refusal.is_wrong_token:
                raise
            return Edited.SHOWN if refusal.says("not modified") else Edited.GONE
        return Edited.SHOWN

    async def send(self, chat: int, view: View) -> int:
        """Put a new screen on her phone, without a sound, and return its message id."""
        where: dict[str, Any] = {"chat_id": chat}
        for field in ("disable_notification", "protect_content"):
            if field not in self.without:
                where[field] = True
        sent = await self._draw(self._showing.call, "sendMessage", where, view)
        return int(sent["message_id"])

    async def answer(self, callback_id: str) -> None:
        """Tell her phone that the press was heard."""
        await self._showing.tell("answerCallbackQuery", {"callback_query_id": callback_id})

    async def leave_group(self, chat: int) -> None:
        """Leave a group or a channel somebody put us into."""
        await self._erasing.tell("leaveChat", {"chat_id": chat})

    @property
    def most_deletes(self) -> int:
        """How many ids `delete` takes at once, so that a refusal undoes little."""
        return MOST_DELETES if self._knows_batches else 1

    async def delete(self, chat: int, ids: Sequence[int]) -> list[int]:
        """Delete messages of both sides; return those that can never be deleted.

        Raises:
            BotApiError: When it should be tried again.
        """
        if await self._deleted_together(chat, ids):
            return []
        return [one for one in ids if not await self._deleted(chat, one)]

    async def blank(self, chat: int, message_id: int) -> bool:
        """Leave nothing to read of a screen too old to delete; whether it was one of ours."""
        try:
            await self._erasing.tell(
                "editMessageText", {"chat_id": chat, "message_id": message_id, "text": _NOTHING}
            )
        except RefusedError as refusal:
            if refusal.is_passing:
                raise
            return refusal.says("not modified")
        return True

    async def _deleted_together(self, chat: int, ids: Sequence[int]) -> bool:
        if not self._knows_batches:
            return False
        try:
            await self._erasing.tell("deleteMessages", {"chat_id": chat, "message_ids": list(ids)})
        except RefusedError as refusal:
            if refusal.is_pause or refusal.is_closed_chat or refusal.is_wrong_token:
                raise
            if refusal.is_unknown_method:
                self._knows_batches = False
            # Whatever is wrong with many at once may not be wrong with one.
            return False
        return True

    async def _deleted(self, chat: int, message_id: int) -> bool:
        try:
            await self._erasing.tell("deleteMessage", {"chat_id": chat, "message_id": message_id})
        except RefusedError as refusal:
            if refusal.is_passing or refusal.is_closed_chat or refusal.is_wrong_token:
                raise
            # Deleted already, by her or by an earlier try.
            return refusal.says(*_NOT_THERE) and not refusal.is_unknown_method
        return True

    async def _draw(self, how: _Way, method: str, where: dict[str, Any], view: View) -> Any:
        """Call with everything this server takes; learn what it does not."""
        try:
            return await how(method, where | draw(view, self.without))
        except RefusedError as refusal:
            if not _may_be_the_dress(refusal):
                raise
            return await self._draw_with_less(method, where, view, refusal)

    async def _draw_with_less(
        self, method: str, where: dict[str, Any], view: View, refusal: RefusedError
    ) -> Any:
        named = [field for field in OPTIONAL if refusal.says(field)]
        less = self.without
        for field in (*named, *(field for field in OPTIONAL if field not in named)):
            if field in less:
                continue
            less |= {field}
            asked = {key: value for key, value in where.items() if key not in less}
            try:
                result = await self._showing.call(method, asked | draw(view, less))
            except RefusedError as again:
                if not _may_be_the_dress(again):
                    raise
                continue
            self.without = less
            return result
        raise refusal


def _may_be_the_dress(refusal: RefusedError) -> bool:
    """Whether a field she can do without may be what the server does not like."""
    known = refusal.is_closed_chat or refusal.says("not modified", *_GONE)
    return refusal.code == 400 and not known  # noqa: PLR2004

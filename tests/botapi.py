"""A Bot API server for tests: real HTTP, true offsets, the 48-hour rule, and bad days.

It keeps what each phone shows, so that a test asks what she sees and not what was called.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from aiohttp import ClientSession, web

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

TOKEN = "4242:secret-token-of-the-test"
DELETABLE_SECONDS = 48 * 3600
START = 1_800_000_000.0


@dataclass
class Message:
    """One message on a phone."""

    id: int
    chat: int
    from_bot: bool
    text: str
    date: float
    #: What the bot sent along: keyboard, protect_content and the rest.
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Every button below it."""
        rows = self.params.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def button(self, label: str) -> str:
        """Return what the button with this label carries."""
        return next(str(one["callback_data"]) for one in self.buttons if one["text"] == label)


@dataclass(frozen=True)
class Call:
    """One call the bot made."""

    method: str
    params: dict[str, Any]
    at: float


@dataclass
class Trouble:
    """What is answered in place of the truth, so many times."""

    method: str
    code: int
    times: int
    chat: int | None = None
    retry_after: int = 0
    description: str = "Trouble"
    #: Seconds before the answer; the call has its effect first when `code` is 200.
    delay: float = 0.0
    #: Close the connection without an answer, after the effect.
    hangs_up: bool = False


class RefusedCallError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


class BotApiServer:
    """One bot's Bot API. Open it as a context; `base` is its address."""

    def __init__(self, port: int = 0) -> None:
        self.now = START
        self.calls: list[Call] = []
        self.messages: dict[int, Message] = {}
        self.pending: list[dict[str, Any]] = []
        self.troubles: list[Trouble] = []
        self.unknown_methods: set[str] = set()
        self.refused_fields: set[str] = set()
        self.profile: dict[tuple[str, str], Any] = {}
        self.webhook: dict[str, Any] = {}
        self.answered: list[str] = []
        #: Every text and sound that ever reached a phone, in order: (chat, text).
        self.pushed: list[tuple[int, str]] = []
        self._port = port
        self._message_ids = count(100)
        self._update_ids = count(9000)
        self._query_ids = count(1)
        self._arrived = asyncio.Event()
        self._changed = asyncio.Event()
        self._poller = 0
        self._runner: web.AppRunner | None = None

    # -- what a woman does -------------------------------------------------------------------

    def says(self, chat: int, text: str, **more: Any) -> int:
        """She writes words; returns the update's number."""
        message = self._put(chat, text, from_bot=False)
        return self.push({"message": self._told(message) | {"text": text} | more})

    def sends(self, chat: int, **content: Any) -> int:
        """She sends something that is not words."""
        message = self._put(chat, "", from_bot=False)
        return self.push({"message": self._told(message) | content})

    def presses(self, chat: int, label: str, message_id: int | None = None) -> int:
        """She presses the button with this label on her screen."""
        message = self.messages[message_id] if message_id else self.screen(chat)
        return self.presses_data(chat, message.button(label), message.id)

    def presses_data(self, chat: int, data: str, message_id: int) -> int:
        """Her phone says that a button with this data was pressed."""
        message = self.messages.get(message_id)
        told = self._told(message) if message else self._inaccessible(chat, message_id)
        query = {"id": str(next(self._query_ids)), "from": _person(chat), "chat_instance": "7"}
        return self.push({"callback_query": query | {"message": told, "data": data}})

    def stops(self, chat: int) -> int:
        """She stops the bot."""
        return self.push(
            {
                "my_chat_member": {
                    "chat": _private(chat),
                    "from": _person(chat),
                    "date": int(self.now),
                    "new_chat_member": {"status": "kicked"},
                }
            }
        )

    def push(self, update: dict[str, Any]) -> int:
        """Have an update waiting for the bot."""
        number = next(self._update_ids)
        self.pending.append({"update_id": number} | update)
        self._arrived.set()
        return number

    # -- what can be seen --------------------------------------------------------------------

    def shown(self, chat: int) -> list[Message]:
        """Return every message of both sides that is in a chat."""
        return [message for message in self.messages.values() if message.chat == chat]

    def screen(self, chat: int) -> Message:
        """Return the newest message of the bot."""
        return [message for message in self.shown(chat) if message.from_bot][-1]

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        """Return the calls of a method."""
        return [
            call
            for call in self.calls
            if call.method == method and chat in {None, call.params.get("chat_id")}
        ]

    async def until(self, holds: Callable[[], Any], seconds: float = 5.0) -> None:
        """Wait until something holds; fails when it never does."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._changed.wait()
                except TimeoutError:
                    pass

    async def settled(self) -> None:
        """Wait until the bot has confirmed everything and asks for more."""
        await self.until(lambda: not self.pending and self._poller_waits())

    def fails(self, method: str, code: int, times: int = 1, **more: Any) -> None:
        """Have the next calls of a method answered so."""
        self.troubles.append(Trouble(method, code, times, **more))

    # -- the server --------------------------------------------------------------------------

    @property
    def base(self) -> str:
        """The address for `api_base`."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        self._poller += 1
        self._arrived.set()
        await self._runner.cleanup()

    async def deliver(self, url: str, secret: str) -> list[int]:
        """Post what is pending to a webhook, one by one; returns the statuses."""
        statuses = []
        async with ClientSession() as session:
            for update in list(self.pending):
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
                async with session.post(url, json=update, headers=headers) as answer:
                    statuses.append(answer.status)
                    if answer.status == 200:
                        self.pending.remove(update)
        return statuses

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        if method != "getUpdates":
            self.calls.append(Call(method, params, asyncio.get_running_loop().time()))
        try:
            if request.match_info["token"] != TOKEN:
                raise RefusedCallError(401, "Unauthorized")  # noqa: TRY301
            result = await self._answer(method, params, request)
        except RefusedCallError as refused:
            body: dict[str, Any] = {
                "ok": False,
                "error_code": refused.code,
                "description": refused.description,
            }
            if refused.retry_after:
                body["parameters"] = {"retry_after": refused.retry_after}
            return web.json_response(body, status=refused.code)
        finally:
            self._changed.set()
        return web.json_response({"ok": True, "result": result})

    async def _answer(self, method: str, params: dict[str, Any], request: web.Request) -> Any:
        trouble = self._trouble(method, params)
        if trouble is not None and trouble.code != 200:
            await asyncio.sleep(trouble.delay)
            raise RefusedCallError(trouble.code, trouble.description, trouble.retry_after)
        known = getattr(self, f"_do_{method}", None)
        if method in self.unknown_methods or known is None:
            raise RefusedCallError(404, "Not Found")
        for name in sorted(self.refused_fields):
            if f'"{name}"' in json.dumps(params):
                raise RefusedCallError(400, f"Bad Request: field {name} is not supported")
        result = await known(params)
        if trouble is not None:
            self._changed.set()
            await asyncio.sleep(trouble.delay)
            if trouble.hangs_up and request.transport is not None:
                request.transport.abort()
        return result

    def _trouble(self, method: str, params: dict[str, Any]) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.method != method or trouble.chat not in {None, params.get("chat_id")}:
                continue
            trouble.times -= 1
            if trouble.times <= 0:
                self.troubles.remove(trouble)
            return trouble
        return None

    def _poller_waits(self) -> bool:
        return self._waiting_pollers > 0

    _waiting_pollers = 0

    async def _do_getUpdates(self, params: dict[str, Any]) -> Any:  # noqa: N802
        if self.webhook:
            raise RefusedCallError(409, "Conflict: can't use getUpdates method while webhook is on")
        self._poller += 1
        mine = self._poller
        self._arrived.set()
        offset = int(params.get("offset") or 0)
        self.pending = [one for one in self.pending if one["update_id"] >= offset]
        deadline = asyncio.get_running_loop().time() + float(params.get("timeout", 0))
        while not self.pending:
            self._arrived.clear()
            self._changed.set()
            self._waiting_pollers += 1
            try:
                async with asyncio.timeout_at(deadline):
                    await self._arrived.wait()
            except TimeoutError:
                return []
            finally:
                self._waiting_pollers -= 1
            if mine != self._poller:
                raise RefusedCallError(409, "Conflict: terminated by other getUpdates request")
        return self.pending[: int(params.get("limit", 100))]

    async def _do_sendMessage(self, params: dict[str, Any]) -> Any:  # noqa: N802
        _check(params)
        message = self._put(params["chat_id"], params["text"], from_bot=True, params=params)
        self.pushed.append((message.chat, message.text))
        return self._told(message)

    async def _do_editMessageText(self, params: dict[str, Any]) -> Any:  # noqa: N802
        message = self.messages.get(params["message_id"])
        if message is None or message.chat != params["chat_id"]:
            raise RefusedCallError(400, "Bad Request: message to edit not found")
        _check(params)
        if not message.from_bot or "keyboard" in message.params.get("reply_markup", {}):
            raise RefusedCallError(400, "Bad Request: message can't be edited")
        markup = params.get("reply_markup", {})
        if message.text == params["text"] and message.params.get("reply_markup", {}) == markup:
            raise RefusedCallError(
                400, "Bad Request: message is not modified: specified new message content ..."
            )
        message.text = params["text"]
        kept = {key: message.params[key] for key in ("protect_content",) if key in message.params}
        message.params = params | kept
        return self._told(message)

    async def _do_deleteMessage(self, params: dict[str, Any]) -> Any:  # noqa: N802
        message = self.messages.get(params["message_id"])
        if message is None or message.chat != params["chat_id"]:
            raise RefusedCallError(400, "Bad Request: message to delete not found")
        self._remove(message)
        return True

    async def _do_deleteMessages(self, params: dict[str, Any]) -> Any:  # noqa: N802
        ids = params["message_ids"]
        if not 1 <= len(ids) <= 100:
            raise RefusedCallError(400, "Bad Request: too many messages to delete")
        for one in ids:
            message = self.messages.get(one)
            if message is not None and message.chat == params["chat_id"]:
                self._remove(message)
        return True

    async def _do_answerCallbackQuery(self, params: dict[str, Any]) -> Any:  # noqa: N802
        self.answered.append(params["callback_query_id"])
        return True

    async def _do_leaveChat(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return True

    async def _do_getMe(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return {"id": 4242, "is_bot": True, "first_name": "Info", "username": "info_bot"}

    async def _do_setWebhook(self, params: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = params
        return True

    async def _do_deleteWebhook(self, params: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = {}
        return True

    async def _do_setMyName(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return self._keep_profile("name", params)

    async def _do_setMyDescription(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return self._keep_profile("description", params)

    async def _do_setMyShortDescription(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return self._keep_profile("short_description", params)

    async def _do_setMyCommands(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return self._keep_profile("commands", params)

    async def _do_deleteMyCommands(self, params: dict[str, Any]) -> Any:  # noqa: N802
        return True

    def _keep_profile(self, kind: str, params: dict[str, Any]) -> bool:
        self.profile[kind, params.get("language_code", "")] = params.get(kind)
        return True

    def _remove(self, message: Message) -> None:
        if self.now - message.date >= DELETABLE_SECONDS:
            raise RefusedCallError(400, "Bad Request: message can't be deleted for everyone")
        del self.messages[message.id]

    def _put(
        self, chat: int, text: str, *, from_bot: bool, params: dict[str, Any] | None = None
    ) -> Message:
        message = Message(
            next(self._message_ids), chat, from_bot, text, self.now, dict(params or {})
        )
        self.messages[message.id] = message
        return message

    def _told(self, message: Message) -> dict[str, Any]:
        told: dict[str, Any] = {
            "message_id": message.id,
            "date": int(message.date),
            "chat": _private(message.chat),
            "from": {"id": 4242, "is_bot": True, "first_name": "Info"}
            if message.from_bot
            else _person(message.chat),
        }
        if message.text:
            told["text"] = message.text
        return told

    @staticmethod
    def _inaccessible(chat: int, message_id: int) -> dict[str, Any]:
        return {"chat": _private(chat), "message_id": message_id, "date": 0}


def _check(params: dict[str, Any]) -> None:
    """What Telegram would not take."""
    units = len(str(params["text"]).encode("utf-16-le")) // 2
    if not str(params["text"]).strip():
        raise RefusedCallError(400, "Bad Request: message text is empty")
    if units > 4096:
        raise RefusedCallError(400, "Bad Request: message is too long")
    for row in params.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
                raise RefusedCallError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"] or len(row) > 8:
                raise RefusedCallError(400, "Bad Request: can't parse inline keyboard button")


def _person(chat: int) -> dict[str, Any]:
    return {
        "id": chat,
        "is_bot": False,
        "first_name": "Canaryname",
        "last_name": "Canarysurname",
        "username": "canary_user",
        "language_code": "it",
    }


def _private(chat: int) -> dict[str, Any]:
    return {
        "id": chat,
        "type": "private",
        "first_name": "Canaryname",
        "last_name": "Canarysurname",
        "username": "canary_user",
    }


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        params = await request.json()
        return params if isinstance(params, dict) else {}
    posted: dict[str, Any] = dict(await request.post())
    for key, value in posted.items():
        try:
            posted[key] = json.loads(value)
        except (TypeError, ValueError):
            posted[key] = value
    return posted | dict(request.query)

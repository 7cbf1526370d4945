"""What Telegram tells us, cut down to what a turn needs.

Names, pictures and the app's language end here: a record has no room for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

#: The kinds of update we ask Telegram for.
ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")

#: Whatever a person can send that is not written words.
_MEDIA: Final = frozenset(
    {
        "animation", "audio", "checklist", "contact", "dice", "document", "game", "location",
        "paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
    }
)  # fmt: skip
_FORWARDED: Final = ("forward_origin", "forward_date", "forward_from", "forward_sender_name")


class Kind(Enum):
    """What she did."""

    #: She pressed a button.
    PRESS = auto()
    #: She wrote words.
    WORDS = auto()
    #: She sent a picture, a voice, something of somebody else's.
    MEDIA = auto()
    #: She changed words she had written.
    EDITED = auto()
    #: Telegram's own line in the chat, or what we have no name for.
    OTHER = auto()
    #: She stopped the bot or deleted the chat with "stop".
    STOPPED = auto()
    #: Somebody put the bot into a group or a channel.
    INVITED = auto()


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that happened in one chat."""

    kind: Kind
    update_id: int
    chat: int
    #: The message itself, or the one whose button was pressed; 0 when there is none.
    message_id: int = 0
    text: str = ""
    token: str = ""
    callback_id: str = ""
    #: When that message was sent, by Telegram's clock; 0 when it does not say.
    date: int = 0

    def __repr__(self) -> str:
        # Whatever prints an update by mistake, a log or a traceback, prints nothing of her.
        return f"Update({self.kind.name})"


def is_start(update: Update) -> bool:
    """Whether she pressed "Start", or wrote it."""
    first = update.text.partition(" ")[0].partition("@")[0]
    return update.kind is Kind.WORDS and first == "/start"


def id_of(raw: Any) -> int | None:
    """Return the update's number, which even an update nobody understands has."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


def decode(raw: Any) -> Update | None:
    """Return what happened, or `None` for what is nothing to us.

    Never raises: an update that is not as Telegram describes it is nothing to us.
    """
    try:
        return _decode(raw)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _decode(raw: dict[str, Any]) -> Update | None:
    number = _whole(raw["update_id"])
    if "callback_query" in raw:
        return _press(number, raw["callback_query"])
    if "message" in raw:
        return _message(number, raw["message"])
    if "edited_message" in raw:
        message = raw["edited_message"]
        return _of(Kind.EDITED, number, message) if _is_private(message) else None
    if "my_chat_member" in raw:
        return _standing(number, raw["my_chat_member"])
    return None


def _press(number: int, query: dict[str, Any]) -> Update | None:
    message = query.get("message")
    if message is None or not _is_private(message):
        return None
    token = query.get("data", "")
    return Update(
        Kind.PRESS,
        number,
        _whole(message["chat"]["id"]),
        # Without it the press belongs to the screen we know.
        _whole(message.get("message_id", 0)),
        token=token if isinstance(token, str) else "",
        callback_id=str(query.get("id", "")),
        date=_moment(message),
    )


def _message(number: int, message: dict[str, Any]) -> Update | None:
    if not _is_private(message):
        return None
    text = message.get("text")
    if any(key in message for key in _FORWARDED) or not _MEDIA.isdisjoint(message):
        return _of(Kind.MEDIA, number, message)
    if isinstance(text, str):
        return _of(Kind.WORDS, number, message, text)
    # It is not answered, but it may not stay: whoever looks sees that somebody was here.
    return _of(Kind.OTHER, number, message)


def _of(kind: Kind, number: int, message: dict[str, Any], text: str = "") -> Update:
    return Update(
        kind,
        number,
        _whole(message["chat"]["id"]),
        _whole(message["message_id"]),
        text=text,
        date=_moment(message),
    )


def _standing(number: int, change: dict[str, Any]) -> Update | None:
    status = change["new_chat_member"]["status"]
    chat = _whole(change["chat"]["id"])
    if _is_private(change):
        return Update(Kind.STOPPED, number, chat) if status in {"kicked", "left"} else None
    return Update(Kind.INVITED, number, chat) if status not in {"kicked", "left"} else None


def _is_private(carrier: dict[str, Any]) -> bool:
    return bool(carrier["chat"].get("type") == "private")


def _moment(message: dict[str, Any]) -> int:
    date = message.get("date")
    return int(date) if isinstance(date, (int, float)) and 0 < date < 2**53 else 0


def _whole(value: Any) -> int:
    # Beyond 63 bits no database of ours and no Telegram has a number.
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise TypeError
    return value

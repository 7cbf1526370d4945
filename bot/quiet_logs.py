"""The log: sentences about the service in one form, and silence of the libraries."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from bot.settings import Log

#: They print addresses with the bot's token in them, messages, or bound values.
_TALKATIVE = (
    "aiohttp", "aiosqlite", "asyncio", "httpcore", "httpx", "sqlalchemy", "telegram", "transitions",
)  # fmt: skip

#: What a token of BotFather looks like, wherever it may have slipped in.
_TOKEN = re.compile(r"[0-9]{5,}:[A-Za-z0-9_-]{20,}")


def set_up(log: Log) -> None:
    """Send every line to standard error in the keeper's form; libraries only when they must."""
    level = getattr(logging, log.level.upper())
    draw: Any = (
        structlog.processors.JSONRenderer()
        if log.form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
        _without_tracebacks,
        _without_tokens,
    ]
    structlog.configure(
        processors=[*shared, draw],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, draw],
            foreign_pre_chain=[_only_where, *shared],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


def _only_where(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    """A library's line without its words: they may quote a request, a value, a person."""
    record: logging.LogRecord | None = event.get("_record")
    where = record.name if record else "a library"
    kind = ""
    if record and record.exc_info and record.exc_info[0]:
        kind = f" ({record.exc_info[0].__name__})"
    event["event"] = f"{where} reports a problem{kind}"
    return event


def _without_tracebacks(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    """An exception by its kind only: its words and its frames may carry what she wrote."""
    error = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if error:
        kind = sys.exc_info()[0] if error is True else type(error)
        if isinstance(error, tuple):
            kind = error[0]
        event["error"] = getattr(kind, "__name__", "error")
    return event


def _without_tokens(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Any:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _TOKEN.sub("[token]", value)
    return event

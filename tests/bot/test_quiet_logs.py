"""The log: sentences about the service, and nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from bot.quiet_logs import set_up
from bot.settings import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HER_WORDS = "abito in via Como"
TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was written to the log so far, line by line."""
    loggers = [logging.getLogger(), *map(logging.getLogger, ("aiohttp", "asyncio", "telegram"))]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    written = io.StringIO()
    with redirect_stderr(written):
        set_up(Log(form="json"))
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers
    structlog.reset_defaults()


def test_p2_an_exception_is_its_kind_only(logged: Callable[[], list[dict[str, Any]]]) -> None:
    """Neither the words of an error nor the frames of its traceback are written."""
    try:
        int(HER_WORDS)
    except ValueError:
        structlog.get_logger().exception("A turn could not be finished.")
    line = logged()[0]

    assert ("A turn could not be finished.", "ValueError") == (line["event"], line["error"])
    assert HER_WORDS not in json.dumps(line)


def test_p2_a_library_only_says_where(logged: Callable[[], list[dict[str, Any]]]) -> None:
    """A library's own words may quote what she wrote: they are left out."""
    logging.getLogger("aiohttp.server").error("Bad message: %s", HER_WORDS)
    line = logged()[0]

    assert "aiohttp.server reports a problem" == line["event"]
    assert HER_WORDS not in json.dumps(line)


def test_libraries_are_silent_below_errors(logged: Callable[[], list[dict[str, Any]]]) -> None:
    """What they say every day, addresses and requests, is not written at all."""
    logging.getLogger("telegram.ext").warning("POST %s", TOKEN)
    logging.getLogger("anything").info("started")

    assert [] == logged()


def test_a_bots_token_is_never_written(logged: Callable[[], list[dict[str, Any]]]) -> None:
    """Wherever it may have slipped in, it is cut out."""
    structlog.get_logger().error("An address was refused.", address=f"https://host/bot{TOKEN}/x")

    assert "https://host/bot[token]/x" == logged()[0]["address"]

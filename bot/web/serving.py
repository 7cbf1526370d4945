"""What serves both web faces: calm and silent also where no page of ours is asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.web_request import BaseRequest
    from multidict import CIMultiDict

log = structlog.get_logger()

_KEEP_ALIVE_SECONDS = 30.0


def make_runner(app: web.Application, headers: CIMultiDict[str]) -> web.AppRunner:
    """Make what serves the application, so that it writes down nobody's address.

    What is not even a request is answered too: with these headers and no words.
    """
    return _CalmRunner(
        app,
        access_log=None,
        logger=_QuietLogger(logging.getLogger(__name__)),
        keepalive_timeout=_KEEP_ALIVE_SECONDS,
        headers_of_errors=headers,
    )


class _CalmRunner(web.AppRunner):
    """Serves through `_CalmServer`; the rest is aiohttp's own."""

    def __init__(
        self, app: web.Application, *, headers_of_errors: CIMultiDict[str], **options: Any
    ) -> None:
        super().__init__(app, **options)
        self._headers = headers_of_errors

    async def _make_server(self) -> web.Server:  # type: ignore[type-arg, unused-ignore]
        made = await super()._make_server()
        return _CalmServer(
            made.request_handler,
            request_factory=made.request_factory,
            headers_of_errors=self._headers,
            **self._kwargs,
        )


class _CalmServer(web.Server):  # type: ignore[type-arg, unused-ignore]
    """Gives each connection a `_CalmHandler`."""

    def __init__(self, *parts: Any, headers_of_errors: CIMultiDict[str], **options: Any) -> None:
        super().__init__(*parts, **options)
        self.headers_of_errors = headers_of_errors

    def __call__(self) -> web.RequestHandler:  # type: ignore[type-arg, unused-ignore]
        return _CalmHandler(self, loop=self._loop, **self._kwargs)


class _CalmHandler(web.RequestHandler):  # type: ignore[type-arg, unused-ignore]
    """Answers garbage with nothing: aiohttp's own page names itself and quotes what was sent."""

    __slots__ = ()

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 (it quotes the request)
    ) -> web.StreamResponse:
        """Close the connection with a bare status."""
        self.log_exception("", exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError
        server = self._manager
        headers = server.headers_of_errors if isinstance(server, _CalmServer) else None
        answer = web.Response(status=status, headers=headers)
        answer.force_close()
        return answer


class _QuietLogger(logging.LoggerAdapter[logging.Logger]):
    """Says that the server could not read something, not from whom nor what.

    The server's own sentences end in her address and carry tracebacks that
    quote what was sent.
    """

    def log(self, level: int, msg: object, *args: object, **details: object) -> None:  # noqa: ARG002
        """Say it, with the kind of the error alone."""
        if level > logging.DEBUG:
            kind = type(details.get("exc_info")).__name__
            log.info("Something that is no request of a browser was refused.", error=kind)

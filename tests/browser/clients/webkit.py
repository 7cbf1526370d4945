"""Debian's WebKitGTK, on a screen of its own, through its W3C WebDriver."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.clients.window import (
    MissingError,
    RefusedError,
    key_actions,
    need,
    stop,
    wait_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ANSWERS_WITHIN = 15.0
_PAGE_MILLISECONDS = 4000
_MINIBROWSERS = sorted(Path("/usr").glob("lib*/*/webkit2gtk-4*/MiniBrowser"))


@contextmanager
def webkit(folder: Path, *, scripts: bool) -> Iterator[WebKit]:
    """Open a window with a fresh profile; end the browser, its driver and its screen with it."""
    driver = need("WebKitWebDriver", "webkit2gtk-driver")
    screen = need("Xvfb", "xvfb")
    if not _MINIBROWSERS:
        raise MissingError("MiniBrowser", "webkit2gtk-driver")
    with ExitStack() as parts:
        display = parts.enter_context(_screen(screen))
        address = f"127.0.0.1:{_free_port()}"
        process = subprocess.Popen(
            [driver, f"--port={address.rpartition(':')[2]}"],
            env={**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        parts.callback(stop, process)
        window = WebKit(f"http://{address}", scripts=scripts)
        parts.callback(window.close)
        yield window


@contextmanager
def _screen(program: str) -> Iterator[str]:
    """A display that nobody sees: GTK will not start without one."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        stop(process)


class WebKit:
    """One window."""

    def __init__(self, driver: str, *, scripts: bool) -> None:
        self._driver = driver
        wait_until(self._is_up, "WebKit's driver")
        options = {
            "binary": str(_MINIBROWSERS[0]),
            "args": ["--automation", f"--enable-javascript={str(scripts).lower()}"],
        }
        wishes = {
            "webkitgtk:browserOptions": options,
            "timeouts": {"pageLoad": _PAGE_MILLISECONDS},
        }
        made = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wishes}})
        self._session = f"/session/{made['sessionId']}"

    def close(self) -> None:
        """Close the window and with it the browser."""
        self._send("DELETE", self._session)

    def open(self, address: str) -> None:
        """Type an address."""
        self._tell("url", url=address)

    def run(self, function: str) -> Any:
        """Call a function in the page."""
        try:
            return self._tell("execute/sync", script=f"return ({function})()", args=[])
        except RefusedError:
            return None

    def press(self, xpath: str) -> None:
        """Click an element."""
        (element,) = self._tell("element", using="xpath", value=xpath).values()
        self._tell(f"element/{element}/click")

    def keys(self, presses: Iterable[tuple[str, str]]) -> None:
        """Let keys go down and up."""
        self._tell("actions", actions=key_actions(presses))

    def back(self) -> None:
        """Press Back."""
        with suppress(RefusedError):  # there is nothing there
            self._tell("back")

    def forward(self) -> None:
        """Press Forward."""
        with suppress(RefusedError):
            self._tell("forward")

    def reload(self) -> None:
        """Press Reload."""
        with suppress(RefusedError):
            self._tell("refresh")

    def cookies(self, address: str) -> list[str]:
        """Names of the cookies of a site; the driver tells only those of the page shown."""
        self.open(address)
        return [each["name"] for each in self._send("GET", f"{self._session}/cookie")]

    def _tell(self, what: str, **body: Any) -> Any:
        return self._send("POST", f"{self._session}/{what}", body)

    def _is_up(self) -> bool:
        try:
            return bool(self._send("GET", "/status")["ready"])
        except OSError:
            return False

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._driver + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=_ANSWERS_WITHIN) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise RefusedError(json.load(refusal)["value"]["error"]) from None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

"""Three engines behind one small interface: Chromium, Firefox (WebDriver BiDi), WebKit (WebDriver).

Debian's packages, no downloaded drivers. The back-forward cache is on in all of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from playwright.sync_api import Page, Playwright

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_MINIBROWSERS = sorted(Path("/usr").glob("lib*/*/webkit2gtk-4*/MiniBrowser"))
_PATIENCE = 15.0
#: How long WebKit's driver may be silent before it has lost its page.
_SILENCE = 3.0


class UnavailableError(Exception):
    """An engine is not on this machine."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what} is not here; Debian's package {package} brings it.")


class Engine(Protocol):
    """What a test of all engines needs."""

    def open(self, address: str) -> None:
        """Type an address."""

    def run(self, function: str) -> Any:
        """Call a JavaScript function in the page, also where the page's own are switched off."""

    def click(self, selector: str) -> None:
        """Click an element as a person does."""

    def write(self, text: str) -> None:
        """Type into whatever has the focus."""

    def back(self) -> None:
        """Press Back, if there is where to go."""

    def forward(self) -> None:
        """Press Forward, if there is where to go."""


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Look until something is so."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(SilentError):  # it was asked just while it changed processes
            if condition():
                return
        time.sleep(0.02)
    raise AssertionError(f"it never came: {what}")


@contextmanager
def chromium(*, scripts: bool) -> Iterator[ChromiumEngine]:
    """Debian's Chromium under Playwright."""
    with playwright_chromium() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_need("chromium", "chromium"),
            args=CHROMIUM_ARGUMENTS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        try:
            context = browser.new_context(java_script_enabled=scripts)
            yield ChromiumEngine(context.new_page())
        finally:
            browser.close()


@contextmanager
def playwright_chromium() -> Iterator[Playwright]:
    """Playwright, without any browser of its own."""
    _need("chromium", "chromium")
    with sync_playwright() as playwright:
        yield playwright


class ChromiumEngine:
    """One tab of Chromium."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def run(self, function: str) -> Any:
        """Call a function in the page."""
        try:
            return self.page.evaluate(function)
        except PlaywrightError as problem:
            if "context was destroyed" in str(problem) or "navigat" in str(problem):
                return None
            raise

    def click(self, selector: str) -> None:
        """Click an element."""
        self.page.click(selector, no_wait_after=True)

    def write(self, text: str) -> None:
        """Type."""
        self.page.keyboard.type(text)

    def back(self) -> None:
        """Press Back."""
        with suppress(
            PlaywrightError
        ):  # "confirm form resubmission" is an error page to Playwright
            self.page.go_back(wait_until="commit", timeout=3000)

    def forward(self) -> None:
        """Press Forward."""
        with suppress(PlaywrightError):
            self.page.go_forward(wait_until="commit", timeout=3000)


@contextmanager
def firefox(*, scripts: bool) -> Iterator[FirefoxEngine]:
    """Debian's Firefox, through the WebDriver BiDi it speaks itself."""
    binary = _need("firefox", "firefox-esr")
    with ExitStack() as parts:
        profile = parts.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        preferences = {
            "javascript.enabled": scripts,
            "app.update.enabled": False,
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
            "fission.bfcacheInParent": True,
        }
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [
                binary,
                "--headless",
                "--no-remote",
                "--profile",
                profile,
                "--remote-debugging-port=0",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        parts.callback(_stop, process)
        assert process.stderr
        address = next(filter(None, (re.search(r"ws://\S+", line) for line in process.stderr)))[0]
        socket = parts.enter_context(connect(f"{address}/session", max_size=None))
        yield FirefoxEngine(socket)


class FirefoxEngine:
    """One tab of Firefox."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self._tell("session.new", capabilities={})
        self._tab = self._tell("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Type an address."""
        self._tell("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def run(self, function: str) -> Any:
        """Call a function in the page."""
        try:
            said = self._tell(
                "script.evaluate",
                expression=f"JSON.stringify(({function})())",
                target={"context": self._tab},
                awaitPromise=False,
            )
        except BrowserError:  # the page went while it was asked
            return None
        value = said.get("result", {}).get("value")
        return json.loads(value) if value else None

    def click(self, selector: str) -> None:
        """Click an element."""
        found = self._tell(
            "browsingContext.locateNodes",
            context=self._tab,
            locator={"type": "css", "value": selector},
        )["nodes"]
        assert found, f"no {selector}"
        self.run(f"() => document.querySelector({json.dumps(selector)}).scrollIntoView()")
        origin = {"type": "element", "element": {"sharedId": found[0]["sharedId"]}}
        self._act(
            {
                "type": "pointer",
                "id": "mouse",
                "actions": [
                    {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
                    {"type": "pointerDown", "button": 0},
                    {"type": "pointerUp", "button": 0},
                ],
            }
        )

    def write(self, text: str) -> None:
        """Type."""
        keys = [
            {"type": kind, "value": "\ue007" if letter == "\n" else letter}
            for letter in text
            for kind in ("keyDown", "keyUp")
        ]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def back(self) -> None:
        """Press Back."""
        self._go(-1)

    def forward(self) -> None:
        """Press Forward."""
        self._go(1)

    def _go(self, steps: int) -> None:
        with suppress(BrowserError):  # there is nothing there
            self._tell("browsingContext.traverseHistory", context=self._tab, delta=steps)

    def _act(self, source: dict[str, Any]) -> None:
        self._tell("input.performActions", context=self._tab, actions=[source])

    def _tell(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv(timeout=_PATIENCE))
            if said.get("id") == self._number:
                if said["type"] == "error":
                    raise BrowserError(said["message"])
                return said["result"]


class BrowserError(Exception):
    """A browser would not do something."""


class SilentError(Exception):
    """WebKit's driver has lost its page.

    It does when Back loads a page into another process, which our pages ask
    for (Cross-Origin-Opener-Policy).
    """


@contextmanager
def webkit(*, scripts: bool) -> Iterator[WebKitEngine]:
    """Debian's WebKitGTK, on a display of its own, through its WebDriver."""
    driver = _need("WebKitWebDriver", "webkit2gtk-driver")
    display = _need("Xvfb", "xvfb")
    if not _MINIBROWSERS:
        raise UnavailableError("MiniBrowser", "webkit2gtk-driver")
    with ExitStack() as parts:
        home = parts.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        reading, writing = os.pipe()
        screen = subprocess.Popen(
            [
                display,
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        parts.callback(_stop, screen)
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        environment = {**os.environ, "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "HOME": home}
        port = _free_port()
        process = subprocess.Popen(
            [driver, f"--port={port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        parts.callback(_stop, process)
        engine = WebKitEngine(f"http://127.0.0.1:{port}", scripts=scripts)
        parts.callback(engine.close)
        yield engine


class WebKitEngine:
    """One tab of WebKit."""

    def __init__(self, address: str, *, scripts: bool) -> None:
        self._address = address
        self._session = ""
        wait_until(self._is_up, "WebKit's driver")
        options = {
            "binary": str(_MINIBROWSERS[0]),
            "args": ["--automation", f"--enable-javascript={str(scripts).lower()}"],
        }
        asked = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = f"/session/{self._tell('POST', '/session', asked)['sessionId']}"

    def open(self, address: str) -> None:
        """Type an address."""
        self._tell("POST", f"{self._session}/url", {"url": address})

    def run(self, function: str) -> Any:
        """Call a function in the page."""
        script = {"script": f"return ({function})()", "args": []}
        try:
            return self._tell("POST", f"{self._session}/execute/sync", script)
        except BrowserError:  # the page went while it was asked
            return None

    def click(self, selector: str) -> None:
        """Click an element."""
        found = self._tell(
            "POST", f"{self._session}/element", {"using": "css selector", "value": selector}
        )
        self._tell("POST", f"{self._session}/element/{next(iter(found.values()))}/click", {})

    def write(self, text: str) -> None:
        """Type."""
        keys = [
            {"type": kind, "value": "\ue007" if letter == "\n" else letter}
            for letter in text
            for kind in ("keyDown", "keyUp")
        ]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        self._tell("POST", f"{self._session}/actions", {"actions": actions})

    def back(self) -> None:
        """Press Back."""
        with suppress(BrowserError):
            self._tell("POST", f"{self._session}/back", {})

    def forward(self) -> None:
        """Press Forward."""
        with suppress(BrowserError):
            self._tell("POST", f"{self._session}/forward", {})

    def close(self) -> None:
        """Close the browser."""
        with suppress(BrowserError, SilentError):
            self._tell("DELETE", self._session)

    def _is_up(self) -> bool:
        try:
            return bool(self._tell("GET", "/status"))
        except OSError:
            return False

    def _tell(self, method: str, path: str, body: object = None) -> Any:
        asked = urllib.request.Request(
            self._address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        slow = path in {"/session", f"{self._session}/url"}
        try:
            with urllib.request.urlopen(asked, timeout=_PATIENCE if slow else _SILENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as problem:
            raise BrowserError(problem.read().decode()) from problem
        except TimeoutError as problem:
            raise SilentError from problem


class _Starts(Protocol):
    def __call__(self, *, scripts: bool) -> AbstractContextManager[Engine]: ...


ENGINES: dict[str, _Starts] = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


def _need(program: str, package: str) -> str:
    found = shutil.which(program)
    if not found:
        raise UnavailableError(program, package)
    return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _stop(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stderr:
        process.stderr.close()

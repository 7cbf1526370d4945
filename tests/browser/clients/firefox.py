"""Debian's Firefox, through the WebDriver BiDi it speaks itself (there is no geckodriver)."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from websockets.sync.client import connect

from tests.browser.clients.window import RefusedError, key_actions, need, stop, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

_ANSWERS_WITHIN = 15.0
#: As installed, but for asking the world about updates and networks.
_QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


@contextmanager
def firefox(folder: Path, *, scripts: bool) -> Iterator[Firefox]:
    """Open a window with a fresh profile; end the browser with it."""
    binary = need("firefox-esr", "firefox-esr")
    profile = folder / "profile"
    profile.mkdir()
    wishes = {**_QUIET, "javascript.enabled": scripts}
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wishes.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    with ExitStack() as parts:
        process = subprocess.Popen(
            [
                binary,
                "--headless",
                "--no-remote",
                "--profile",
                profile,
                "--remote-debugging-port=0",
            ],
            env={**os.environ, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        parts.callback(stop, process)
        told = profile / "WebDriverBiDiServer.json"
        wait_until(lambda: told.exists() and told.stat().st_size, "Firefox")
        port = json.loads(told.read_text(encoding="utf-8"))["ws_port"]
        line = parts.enter_context(connect(f"ws://127.0.0.1:{port}/session", max_size=None))
        yield Firefox(line)


class Firefox:
    """One window."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._number = 0
        self._tell("session.new", capabilities={"alwaysMatch": _LET_PROMPTS_BE})
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
        except RefusedError:
            return None
        assert said["type"] == "success", said
        value = said["result"].get("value")
        return json.loads(value) if value else None

    def press(self, xpath: str) -> None:
        """Click an element."""
        locator = {"type": "xpath", "value": xpath}
        found = self._tell("browsingContext.locateNodes", context=self._tab, locator=locator)
        element = {key: found["nodes"][0][key] for key in ("sharedId",)}
        scroll = "element => element.scrollIntoView({block: 'center'})"
        self._tell(
            "script.callFunction",
            functionDeclaration=scroll,
            arguments=[element],
            target={"context": self._tab},
            awaitPromise=False,
        )
        to_it = {"type": "pointerMove", "x": 0, "y": 0}
        clicks = [
            {**to_it, "origin": {"type": "element", "element": element}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act([{"type": "pointer", "id": "mouse", "actions": clicks}])

    def keys(self, presses: Iterable[tuple[str, str]]) -> None:
        """Let keys go down and up."""
        self._act(key_actions(presses))

    def back(self) -> None:
        """Press Back."""
        self._go(-1)

    def forward(self) -> None:
        """Press Forward."""
        self._go(1)

    def reload(self) -> None:
        """Press Reload."""
        self._tell("browsingContext.reload", context=self._tab, wait="none")
        with suppress(RefusedError):  # nothing was asked
            self._tell("browsingContext.handleUserPrompt", context=self._tab, accept=True)

    def cookies(self, address: str) -> list[str]:
        """Names of the cookies of this machine; Firefox keeps them whatever the port."""
        return [each["name"] for each in self._tell("storage.getCookies")["cookies"]]

    def _go(self, steps: int) -> None:
        with suppress(RefusedError):  # there is nothing there
            self._tell("browsingContext.traverseHistory", context=self._tab, delta=steps)

    def _act(self, actions: list[dict[str, Any]]) -> None:
        self._tell("input.performActions", context=self._tab, actions=actions)

    def _tell(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            said = json.loads(self._line.recv(timeout=_ANSWERS_WITHIN))
            if said.get("id") == self._number:
                if said["type"] == "error":
                    raise RefusedError(said["message"])
                return said["result"]


_LET_PROMPTS_BE = {"unhandledPromptBehavior": {"default": "ignore"}}

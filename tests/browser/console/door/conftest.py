"""The console in a thread, and Chromium with passkeys in front of it."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Self

import pytest

from tests.console.door.office import House, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from playwright.sync_api import Page

    from storage.staff.people import Role


class StaffHouse:
    """A console that is served while a browser walks it."""

    def __init__(self, opener: Callable[..., Any] = opened, **parts: Any) -> None:
        self._opener = opener
        self._parts = parts
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open = AsyncExitStack()
        self.house: House

    def __enter__(self) -> Self:
        self._thread.start()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.house = self.do(
            self._open.enter_async_context(
                self._opener(origin=f"http://localhost:{port}", port=port, **self._parts)
            )
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self._open.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def origin(self) -> str:
        """Where browsers find it."""
        return self.house.parts.origin

    def do(self, job: Coroutine[Any, Any, Any]) -> Any:
        """Do something to the house, on its own loop."""
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(20)

    def link(self, name: str, *roles: Role, admits: bool = False) -> str:
        """A one-time link for somebody new."""
        secret = self.do(self.house.invite(name, *roles, admits=admits))
        return f"{self.origin}/enrol#{secret}"


@pytest.fixture
def staff() -> Iterator[StaffHouse]:
    """A console without anybody in it."""
    with StaffHouse() as each:
        yield each


@pytest.fixture
def phone(window: Callable[..., Page]) -> Callable[..., Page]:
    """Opens windows that have a passkey of their own: with or without PRF, verifying or not."""

    def open_phone(*, prf: bool = True, verifies: bool = True, **wishes: object) -> Page:
        page = window(**{"locale": "it-IT", **wishes})
        add_passkey(page, prf=prf, verifies=verifies)
        return page

    return open_phone


def add_passkey(page: Page, *, prf: bool = True, verifies: bool = True) -> Callable[[], None]:
    """Put an authenticator into a window; what is returned takes it out again."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    traits = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "hasPrf": prf,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": traits})
    known = {"authenticatorId": made["authenticatorId"]}

    def remove() -> None:
        devtools.send("WebAuthn.removeVirtualAuthenticator", known)

    return remove

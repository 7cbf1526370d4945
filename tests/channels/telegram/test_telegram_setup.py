"""TG-1: nothing that anybody may see of the bot gives away what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.channels.telegram.errors import SensitiveFaceError, SetupRefusedError
from bot.channels.telegram.library_bot import library_bot
from bot.channels.telegram.setup import Face, check_faces, face_in, setup
from tests.botapi import TOKEN, BotApiServer

if TYPE_CHECKING:
    from tests.channels.telegram.conftest import Bench

FACES = [face_in("it", str), face_in("en", lambda text: f"en {text}")]


async def set_up(server: BotApiServer, token: str = TOKEN) -> None:
    """Run the setup against a server."""
    bot, request = library_bot(server.base, token)
    async with request:
        await setup(bot, FACES)


async def test_every_language_is_set(bench: Bench) -> None:
    """Name, both descriptions and the commands, in each language and as the default."""
    await set_up(bench.server)

    assert {"", "it", "en"} == {language for _, language in bench.server.profile}
    assert FACES[0].name == bench.server.profile["name", ""]
    assert FACES[1].description == bench.server.profile["description", "en"]
    assert ["start", "x"] == [one["command"] for one in bench.server.profile["commands", "it"]]


def test_lengths_are_telegrams() -> None:
    """Name 64, short description 120, description 512, a command's text 256."""
    face = FACES[1]
    assert len(face.name) <= 64
    assert len(face.short) <= 120
    assert len(face.description) <= 512
    assert all(len(text) <= 256 for text in face.commands.values())


def test_sensitive_face_is_refused() -> None:
    """A name that says it is never set."""
    face = Face("it", "Antiviolenza", "", "", {})

    with pytest.raises(SensitiveFaceError, match=r"'it'.*violenza"):
        check_faces([face], lambda text, _: ["violenza"] if "violenza" in text else [])


async def test_wrong_token_is_said(bench: Bench) -> None:
    """The keeper reads what is wrong, without the token."""
    with pytest.raises(SetupRefusedError, match="does not know the token") as refused:
        await set_up(bench.server, "1:wrong")

    assert "1:wrong" not in str(refused.value)


async def test_too_often_is_said(bench: Bench) -> None:
    """Telegram's limits on names are strict: the keeper is told to try later."""
    bench.server.fails("setMyName", 429, retry_after=3600, description="Too Many Requests")

    with pytest.raises(SetupRefusedError, match="later"):
        await set_up(bench.server)

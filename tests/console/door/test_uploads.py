"""Forms with an upload: read in memory, within limits, and from nobody who is not signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from console.forms import BODY_LIMIT, Fields, _of_parts, read_fields
from console.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    Client = TestClient[web.Request, web.Application]

_MOST = 4000


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A page that tells what a form carried."""

    async def tell(request: web.Request) -> web.Response:
        fields = await read_fields(request, _MOST, 10)
        files = {name: body.hex() for name, body in fields.files.items()}
        return web.json_response({"pairs": fields.pairs, "files": files})

    app = web.Application()
    app.router.add_post("/", tell)
    async with TestClient(TestServer(app)) as each:
        yield each


async def test_an_upload_comes_with_its_fields_and_without_its_name(client: Client) -> None:
    """Every byte of it, line ends too; what the file was called is nobody's business."""
    body = "riga uno\r\nriga due\né\x00".encode() + bytes(range(256))
    form = FormData([("one", "1"), ("many", "a"), ("many", "è\nb")])
    form.add_field("file", body, filename="rossi anna.csv", content_type="text/csv")
    told = await (await client.post("/", data=form)).json()

    assert {"file": body.hex()} == told["files"]
    assert [["one", "1"], ["many", "a"], ["many", "è\nb"]] == told["pairs"]


async def test_too_much_is_refused_while_it_arrives(client: Client) -> None:
    """In bytes or in fields, however it is sent."""
    large = FormData()
    large.add_field("file", b"x" * (_MOST + 1), filename="f")
    assert 413 == (await client.post("/", data=large)).status
    assert 413 == (await client.post("/", data={"one": "x" * _MOST})).status
    many = FormData([(f"f{number}", "1") for number in range(11)])
    many.add_field("file", b"1", filename="f")
    assert 400 == (await client.post("/", data=many)).status
    assert 400 == (await client.post("/", data={f"f{number}": "1" for number in range(11)})).status


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.text(alphabet="abc\"';=-", max_size=20))
def test_any_body_is_a_form_or_none(body: bytes, boundary: str) -> None:
    """Whatever is sent under that name, nothing is raised but a refusal."""
    try:
        told = _of_parts(f"multipart/form-data; boundary={boundary}", body, 10)
    except web.HTTPBadRequest:
        return
    assert isinstance(told, Fields)


def test_most_forms_stay_small() -> None:
    """An upload is the exception: its line in the table says so."""
    wide = [route for route in ROUTES if route.most_bytes > BODY_LIMIT]
    assert all(route.roles is not None for route in wide)
    assert all(route.path.startswith("/studio/") for route in wide)

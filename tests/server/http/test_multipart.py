"""Multipart requests: encodings, names, sizes and numbers of their parts."""

import time
from uuid import uuid4

import httpx2
import pytest

from tests.api import Client
from tests.pictures import picture
from tests.server.http.multipart import UPLOAD, asking, body, send


def refused(response: httpx2.Response, status: int) -> str:
    assert response.status_code == status
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    return str(error["message"])


@pytest.mark.parametrize("charset", ["punycode", "undefined", "utf-16", "idna", "nonsense", "latin-1"])
async def test_text_in_anything_but_utf_8_is_refused(user: Client, charset: str) -> None:
    begun = time.process_time()
    content = body(*asking("{ viewer { id } }"), ('name="a"', b"-" + b"a" * 50_000))
    answer = await send(user, content, f"charset={charset}; boundary=x")
    assert "must be in UTF-8" in refused(answer, 415)
    assert time.process_time() - begun < 0.5


async def test_utf_8_may_be_named(user: Client) -> None:
    for charset in ("utf-8", "UTF-8", '"utf8"'):
        answer = await send(user, body(*asking("{ viewer { id } }")), f"charset={charset}; boundary=x")
        assert answer.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_a_content_type_without_end_is_refused_at_once(user: Client) -> None:
    answer = await send(user, body(*asking("{ viewer { id } }")), ";" * 60_000 + "boundary=x")
    assert "multipart/form-data" in refused(answer, 415)


@pytest.mark.parametrize("disposition", ['name="0"', 'name="0"; filename=""', 'name="0"; filename="a.png"'])
async def test_a_file_needs_no_name(user: Client, disposition: str) -> None:
    task = await user.task("createTask", prompt="a fox")
    content = picture() + bytes(2 * 1024 * 1024)
    fields = asking(UPLOAD, {"0": ["variables.file"]}, id=task["id"], file=None)
    answer = (await send(user, body(*fields, (disposition, content)))).json()
    assert answer["data"]["uploadOriginalImage"] == {"task": {"id": task["id"]}, "errors": []}


async def test_a_file_in_place_of_a_string_is_reported(user: Client) -> None:
    query = "query ($id: ID!, $where: TaskFilter) { task(id: $id) { id } tasks(where: $where) { nodes { id } } }"
    for path in ("variables.id", "variables.where.search"):
        fields = asking(query, {"0": [path]}, id=str(uuid4()), where={"search": "x"})
        answer = (await send(user, body(*fields, ('name="0"; filename="a"', b"x")))).json()
        [error] = answer["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert "a file" in error["message"]
        assert "UploadFile" not in error["message"]


async def test_few_places_are_named(user: Client) -> None:
    fields = asking("{ viewer { id } }", {"0": ["variables.a"] * 101})
    answer = await send(user, body(*fields, ('name="0"; filename="a"', b"x")))
    assert "100 places" in refused(answer, 413)


async def test_fields_are_bounded(user: Client) -> None:
    many = b"[" + b"[]," * 110_000 + b"[]]"
    for fields in (
        [('name="operations"', many), ('name="map"', b"{}")],
        [('name="operations"', b"{}"), ('name="map"', many)],
    ):
        assert "100,000 values" in refused(await send(user, body(*fields)), 413)
    long = asking("{ viewer { id } }", a="a" * 1_100_000)
    assert "`operations` may have 1,048,576 bytes" in refused(await send(user, body(*long)), 413)

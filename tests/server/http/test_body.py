"""Bodies and headers that are too large, too many or too slow are refused."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from server.requests.body import MAX_FILES
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, in_process, on_port
from tests.pictures import picture
from tests.server.http.multipart import UPLOAD
from tests.server.http.raw import converse, head, opened, unread

ME = b'{"query": "{ viewer { id } }"}'
JSON = {"Content-Type": "application/json"}
BEGINNINGS = {
    "application/json": b'{"query": "',
    "multipart/form-data;boundary=x": b'--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\n',
}


def code(response: httpx2.Response, message: str) -> tuple[int, str]:
    [error] = response.json()["errors"]
    assert message in error["message"]
    return response.status_code, error["extensions"]["code"]


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def endless(beginning: bytes) -> AsyncIterator[bytes]:
    yield beginning
    for _ in range(100):
        yield b"a" * 1000
    pytest.fail("it was read beyond the limit")


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(settings: Settings) -> None:
    async with in_process(settings, max_body_size=len(ME), max_upload_size=len(ME)) as application:
        user = application.new_client()
        for content_type, setting in (
            ("application/json", "MAX_BODY_SIZE"),
            ("multipart/form-data; boundary=x", "MAX_UPLOAD_SIZE"),
        ):
            headers = user.headers | {"Content-Type": content_type, "Content-Length": str(len(ME) + 1)}
            response = await user.http.post("/graphql", content=unread(), headers=headers)
            expected = f"{len(ME)} bytes ({setting}). Send larger images by `createImageUpload`."
            assert code(response, expected) == (413, "BAD_REQUEST")
            assert response.headers["Connection"] == "close"
        assert (await user.http.post("/graphql", content=ME, headers=user.headers | JSON)).status_code == 200


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty document: line 1 column 1 (char 0)"),
        (b"[object Object]", "expected a JSON value: line 1 column 2 (char 1)"),
        (b'{"query": "{ viewer { id } }",}', "trailing comma is not allowed: line 1 column 30 (char 29)"),
        (b'{"query": "\\ud83d"}', "no low surrogate in string: line 1 column 12 (char 11)"),  # half an emoji
        (b'{"query": "\xff"}', "not valid UTF-8: surrogates not allowed: line 1 column 1 (char 0)"),
    ],
)
async def test_an_error_in_json_is_reported_with_its_place(user: Client, body: bytes, reason: str) -> None:
    response = await user.http.post("/graphql", content=body, headers=user.headers | JSON)
    assert code(response, f"{reason}.") == (400, "BAD_REQUEST")
    assert response.json()["errors"][0]["message"].startswith("The body must be JSON in UTF-8: ")


async def test_a_body_without_a_length_is_refused_once_it_is_too_large(settings: Settings) -> None:
    async with in_process(settings, max_body_size=5000, max_upload_size=5000) as application:
        user = application.new_client()
        for content_type, beginning in BEGINNINGS.items():
            headers = user.headers | {"Content-Type": content_type}
            response = await user.http.post("/graphql", content=endless(beginning), headers=headers)
            assert code(response, "5,000 bytes") == (413, "BAD_REQUEST")
        headers = user.headers | JSON
        response = await user.http.post("/graphql", content=pieces(ME[:5], b"", ME[5:]), headers=headers)
        assert response.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_the_largest_image_of_a_plan_can_be_sent(settings: Settings) -> None:
    async with in_process(settings, max_upload_size=10_000) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox")
        fields = {
            "operations": json.dumps({"query": UPLOAD, "variables": {"id": task["id"], "file": None}}),
            "map": '{"0": ["variables.file"]}',
        }
        large = {"0": ("a.png", b"x" * 10_000, "image/png")}
        response = await user.http.post("/graphql", data=fields, files=large, headers=user.headers)
        assert code(response, "MAX_UPLOAD_SIZE") == (413, "BAD_REQUEST")
        files = {"0": ("a.png", picture(), "image/png")}
        response = await user.http.post("/graphql", data=fields, files=files, headers=user.headers)
        assert response.json()["data"]["uploadOriginalImage"]["errors"] == []
    assert settings.upload_size == 52_428_800 + 1024**2


async def test_many_small_values_are_refused_by_their_number(user: Client) -> None:
    million = b"[" + b"{}," * 1_000_000 + b"{}]"
    content = b'{"query": "{ viewer { id } }", "variables": {"a": ' + million + b"}}"
    response = await user.http.post("/graphql", content=content, headers=user.headers | JSON)
    assert code(response, "100,000 values") == (413, "BAD_REQUEST")


async def test_many_parts_are_refused_by_their_number(user: Client) -> None:
    for name in ("a.png", None):
        files = [(str(number), (name, b"x", "image/png")) for number in range(MAX_FILES + 3)]
        response = await user.http.post("/graphql", files=files, headers=user.headers)
        assert code(response, f"up to {MAX_FILES} files") == (400, "BAD_REQUEST")


@pytest.fixture
async def hasty(settings: Settings) -> AsyncIterator[ServedApplication]:
    """A server that waits half a second for a body."""
    async with on_port(settings, body_timeout=0.5, upload_timeout=0.5) as server:
        yield server


def beginnings(user: Client) -> list[bytes]:
    """Return a request of each kind whose body does not end."""
    return [
        head(user, f"Content-Type: {content_type}\r\nContent-Length: 1000\r\n") + beginning
        for content_type, beginning in BEGINNINGS.items()
    ]


@pytest.mark.slow
async def test_a_body_that_does_not_end_is_not_waited_for(hasty: ServedApplication) -> None:
    for beginning in beginnings(hasty.new_client()):
        answer = await converse(hasty, beginning)
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b"connection: close" in answer.lower()
        assert b'"code":"BAD_REQUEST"' in answer


async def test_a_client_that_disconnects_meanwhile_is_not_a_failure(
    hasty: ServedApplication, caplog: pytest.LogCaptureFixture
) -> None:
    user = hasty.new_client()
    for beginning in beginnings(user):
        async with opened(hasty, beginning):
            pass
    assert (await user.data("{ viewer { id } }"))["viewer"] == {"id": str(user.id)}
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []

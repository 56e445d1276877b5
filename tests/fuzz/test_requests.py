"""Random requests, most of them invalid, get a status below 500, in JSON or in the requested form."""

import json
from http.client import HTTPResponse
from itertools import product
from socket import create_connection

import pytest
from hypothesis import strategies
from hypothesis.strategies import DrawFn

from server.settings.settings import Settings
from tests.application import PATIENCE, own_process
from tests.fuzz.fuzz import UNLIMITED, check_answer, fuzz

NO_HTTP = b"This is not an HTTP request: "
"""The beginning of the answer to a request that its parser refuses, for example for its Transfer-Encoding."""
BOUNDARY = b"--limit"
QUERIES = [
    "{ viewer { id } }",
    "query ($id: ID!) { task(id: $id) { id } }",
    'mutation ($file: Upload) { createTask(input: {prompt: "a", originalImage: {file: $file}}) { errors { code } } }',
    "subscription { taskEvents { kind } }",
    "{",
]
CONTENT_TYPES = ["application/json", "multipart/form-data; boundary=limit", "multipart/form-data", "text/plain"]
HEADERS = ["Accept", "Content-Encoding", "Content-Type", "Host", "Origin", "Range", "Transfer-Encoding", "X-Odd"]

anything = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.floats() | strategies.text(),
    lambda children: strategies.lists(children) | strategies.dictionaries(strategies.text(), children),
    max_leaves=20,  # larger examples take most of the time to generate
)
requests = strategies.fixed_dictionaries(
    {},
    optional={
        "query": strategies.sampled_from(QUERIES) | anything,
        "variables": strategies.dictionaries(strategies.sampled_from(["id", "file"]), anything) | anything,
        "operationName": anything,
        "documentId": anything,
        "extensions": strategies.fixed_dictionaries({"persistedQuery": anything}) | anything,
    },
)
header_values = strategies.text(
    strategies.characters(min_codepoint=32, max_codepoint=255, exclude_categories=["Cc"])
).map(lambda text: text.encode("latin-1"))


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


@strategies.composite
def forms(draw: DrawFn) -> bytes:
    """Multipart bodies, of whose parts each is right or wrong."""
    places = strategies.sampled_from([{"0": ["variables.file"]}, {"0": ["variables"]}, {"0": ["query.0.1"]}]) | anything
    parts = {"operations": encoded(draw(requests)), "map": encoded(draw(places)), "0": draw(strategies.binary())}
    form = b""
    for name in draw(strategies.lists(strategies.sampled_from(list(parts)), max_size=4) | strategies.just(list(parts))):
        filename = draw(strategies.sampled_from([b"", b'; filename="a.png"', b"; filename*=UTF-8''%ff"]))
        form += BOUNDARY + b'\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + filename
        form += b"\r\n\r\n" + parts[name] + b"\r\n"
    return form + BOUNDARY + b"--\r\n"


@strategies.composite
def damaged(draw: DrawFn, contents: strategies.SearchStrategy[bytes]) -> bytes:
    """Bodies in which a few bytes are replaced, inserted or removed."""
    content = draw(contents)
    place = draw(strategies.integers(0, len(content)))
    return content[:place] + draw(strategies.binary(max_size=4)) + content[place + draw(strategies.integers(0, 4)) :]


BODIES = [
    requests.map(encoded),
    forms(),
    anything.map(encoded),
    strategies.binary(),
    damaged(requests.map(encoded)),
    damaged(forms()),
]


@pytest.mark.slow
@pytest.mark.examples
async def test_every_request_is_answered(settings: Settings) -> None:
    async with own_process(settings, **UNLIMITED) as server:
        host, port = server.address.split(":")
        token = server.new_client().headers["Authorization"].encode()

        def check(method: str, content_type: str, headers: dict[str, bytes], body: bytes) -> None:
            given = {"Host": b"x", "Content-Type": content_type.encode(), "Authorization": token, **headers}
            given |= {"Content-Length": str(len(body)).encode(), "Connection": b"close"}
            lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in given.items())
            with create_connection((host, int(port)), PATIENCE) as connection:
                connection.sendall(f"{method} /graphql HTTP/1.1\r\n".encode() + lines + b"\r\n" + body)
                response = HTTPResponse(connection, method=method)
                response.begin()
                check_response(response)

        for content_type, body in product(CONTENT_TYPES, BODIES):
            fuzz(
                check,
                method=strategies.sampled_from(["POST"] * 5 + ["GET", "PUT", "OPTIONS"]),
                content_type=strategies.just(content_type),
                headers=strategies.dictionaries(strategies.sampled_from(HEADERS), header_values, max_size=2),
                body=body,
            )
    assert "Traceback" not in server.log


def check_response(response: HTTPResponse) -> None:
    content_type = response.headers["Content-Type"]
    content = response.read()
    if content.startswith(NO_HTTP):
        assert response.status == 400
    elif response.status == 201:  # the token of a reserved stream
        assert (content_type, len(content)) == ("text/plain; charset=utf-8", 43)
    elif content_type.startswith("text/event-stream"):
        assert content.startswith(b"event: next\ndata: ")
    else:
        answer = json.loads(content)
        for one in answer if isinstance(answer, list) else [answer]:
            check_answer(response.status, one)

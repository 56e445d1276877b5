"""A subscription whose token expires ends with an answer that says so, on each transport, as docs/transport.md says."""

import json

import pytest

from server.development.signed_token import sign_token
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication
from tests.docs.examples import ROOT
from tests.server.http.subscriber import receive_message, send_message, socket, subscribe

SUBSCRIPTION = "subscription { taskEvents { taskId } }"
LAST = {
    "data": None,
    "errors": [
        {
            "message": "The token has expired. Subscribe again with a new one.",
            "extensions": {"code": "UNAUTHENTICATED"},
        }
    ],
}


def expiring(user: Client) -> dict[str, str]:
    return {"Authorization": f"Bearer {sign_token(JWT_SECRET, user.id, seconds=1)}"}


def test_the_documentation_shows_the_last_answer() -> None:
    shown = (ROOT / "docs" / "transport.md").read_text(encoding="utf-8")
    assert json.dumps(LAST, separators=(",", ":")) in "".join(shown.split("\n")).replace("  ", "")


@pytest.mark.slow
async def test_over_a_websocket_the_connection_stays_open(server: ServedApplication) -> None:
    user = server.new_client()
    async with socket(server.address) as connection:
        await send_message(connection, "connection_init", payload=expiring(user))
        assert (await receive_message(connection))["type"] == "connection_ack"
        for number in ("1", "2"):
            await subscribe(connection, number, SUBSCRIPTION)
            assert await receive_message(connection) == {"id": number, "type": "next", "payload": LAST}
            assert await receive_message(connection) == {"id": number, "type": "complete"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("accept", "before", "after"),
    [
        ("text/event-stream", "event: next\ndata: ", "\n\nevent: complete\ndata:\n\n"),
        ("multipart/mixed;subscriptionSpec=1.0", '\n\n{"payload":', "}\n--graphql--\n"),
    ],
)
async def test_over_http_the_stream_ends(server: ServedApplication, accept: str, before: str, after: str) -> None:
    headers = expiring(server.new_client()) | {"Accept": accept}
    answer = await server.http.post("/graphql", json={"query": SUBSCRIPTION}, headers=headers)
    assert answer.status_code == 200
    text = answer.text.replace("\r\n", "\n")
    assert f"{before}{json.dumps(LAST, separators=(',', ':'))}{after}" in f"{text}\n"

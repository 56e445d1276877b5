"""Security headers, and the headers that CORS allows other origins."""

import asyncio

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import on_port

ORIGIN = "https://app.example.com"
ASKED = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}


async def test_security_headers_are_on_every_answer(settings: Settings) -> None:
    async with on_port(settings) as server:
        user = server.new_client()
        answers = [
            await server.http.get("/healthz"),
            await server.http.get("/readyz"),
            await server.http.get("/nothing/here"),
            await server.http.get("/graphiql"),
            await server.http.post("/graphql", json={"query": "{ viewer { id } }"}, headers=user.headers),
            await server.http.post("/graphql", json={"query": "{"}, headers=user.headers),
            await server.http.post("/graphql"),
        ]
        for answer in answers:
            assert answer.headers.get_list("X-Content-Type-Options") == ["nosniff"]
            assert answer.headers.get_list("Referrer-Policy") == ["no-referrer"]
            assert answer.headers.get_list("X-Frame-Options") == ["SAMEORIGIN"]
            assert "Server" not in answer.headers
        host, _, port = server.address.partition(":")
        for nonsense, status in ((b"no HTTP\r\n\r\n", 400), (b"CONNECT x:80 HTTP/1.1\r\n\r\n", 501)):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(nonsense)
            answer_to_nonsense = await reader.read()
            writer.close()
            assert answer_to_nonsense.startswith(b"HTTP/1.1 %d " % status)
            assert b"nosniff" in answer_to_nonsense


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [
        "authorization,content-type",
        "accept,accept-language,content-type,authorization",
        "apollo-require-preflight,apollographql-client-name,apollographql-client-version",  # Apollo Client
        "x-apollo-operation-name",  # Apollo's mobile clients
        "x-graphql-event-stream-token,traceparent,tracestate",  # graphql-sse, and OpenTelemetry in a browser
    ],
)
async def test_other_origins_may_send_what_clients_send(settings: Settings, names: str) -> None:
    async with on_port(settings, cors_origins=(ORIGIN,)) as server:
        asked = await server.http.options("/graphql", headers=ASKED | {"Access-Control-Request-Headers": names})
        assert asked.status_code == 200
        allowed = {name.strip().lower() for name in asked.headers["Access-Control-Allow-Headers"].split(",")}
        assert set(names.split(",")) <= allowed
        assert asked.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Access-Control-Allow-Credentials" not in asked.headers
        other = await server.http.options("/graphql", headers=ASKED | {"Access-Control-Request-Headers": "x-other"})
        assert other.status_code == 400


async def test_another_origin_may_read_retry_after(settings: Settings) -> None:
    async with on_port(settings, cors_origins=(ORIGIN,)) as server:
        answer = await server.http.post("/graphql", headers={"Origin": ORIGIN})
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-Id"


async def test_no_other_origin_is_allowed_by_default(http: httpx2.AsyncClient) -> None:
    for asked in (await http.options("/graphql", headers=ASKED), await http.post("/graphql", headers=ASKED)):
        assert asked.status_code == 401
        assert not [name for name in asked.headers if name.startswith("access-control")]

"""Security headers, and the headers that CORS allows other origins."""

import httpx2

from server.settings.settings import Settings
from tests.application import in_process, on_port
from tests.server.http.raw import converse

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
        for nonsense, status in ((b"no HTTP\r\n\r\n", 400), (b"CONNECT x:80 HTTP/1.1\r\n\r\n", 501)):
            refusal = await converse(server, nonsense)
            assert refusal.startswith(b"HTTP/1.1 %d " % status)
            assert b"nosniff" in refusal


NAMES = (
    "authorization,content-type",
    "accept,accept-language,content-type,authorization",
    "apollo-require-preflight,apollographql-client-name,apollographql-client-version",  # Apollo Client
    "x-apollo-operation-name",  # Apollo's mobile clients
    "x-graphql-event-stream-token,traceparent,tracestate",  # graphql-sse, and OpenTelemetry in a browser
)


async def test_other_origins_are_allowed_by_a_setting(settings: Settings) -> None:
    """They may send the headers that clients send, and read the answers."""
    async with in_process(settings, cors_origins=(ORIGIN,)) as application:
        http, user = application.http, application.new_client()
        for names in NAMES:
            asked = ASKED | {"Access-Control-Request-Headers": names}
            allowed = (await http.options("/graphql", headers=asked)).headers
            headers = {name.strip().lower() for name in allowed["Access-Control-Allow-Headers"].split(",")}
            assert set(names.split(",")) <= headers
            assert allowed["Access-Control-Allow-Origin"] == ORIGIN
            assert {"GET", "POST", "PUT", "DELETE"} == set(allowed["Access-Control-Allow-Methods"].split(", "))
            assert "Access-Control-Allow-Credentials" not in allowed
        asked = ASKED | {"Access-Control-Request-Headers": NAMES[0]}
        for refused in (asked | {"Access-Control-Request-Headers": "x-other"}, asked | {"Origin": "https://evil.test"}):
            assert (await http.options("/graphql", headers=refused)).status_code == 400
        other = await http.options("/graphql", headers=asked | {"Origin": "https://evil.test"})
        assert "Access-Control-Allow-Origin" not in other.headers
        for token, status in ((user.headers, 200), ({}, 401)):
            answer = await http.post("/graphql", json={"query": "{ __typename }"}, headers=token | {"Origin": ORIGIN})
            assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, ORIGIN)
            assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-Id"


async def test_no_other_origin_is_allowed_by_default(http: httpx2.AsyncClient) -> None:
    for asked in (await http.options("/graphql", headers=ASKED), await http.post("/graphql", headers=ASKED)):
        assert asked.status_code == 401
        assert not [name for name in asked.headers if name.startswith("access-control")]

"""The limits of `/mcp`, which are those of `/graphql`."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import MCPError
from pydantic import ValidationError

from server.mcp.document_tool import read_tools
from server.settings.rate import Rate
from server.settings.settings import Settings, explain
from tests.api import Client, NewClient
from tests.application import ServedApplication, in_process, on_port
from tests.docs.examples import ROOT
from tests.logged import logged
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.resolvers.waiting import until
from tests.server.mcp.agent import Agent
from tests.services import PostgresService

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


async def sent(client: Client, message: object = LIST, method: str = "POST", **headers: str) -> httpx2.Response:
    return await client.http.request(method, "/mcp", json=message, headers=client.headers | headers)


def code_of(response: httpx2.Response) -> object:
    return response.json()["error"]["data"]["code"]


async def test_it_is_off_by_default(settings: Settings) -> None:
    async with in_process(settings) as application:
        assert (await sent(application.new_client())).status_code == 404


def test_its_packages_are_imported_only_if_it_is_on() -> None:
    program = "import sys, server.app; assert not {'mcp', 'mcp_types', 'sse_starlette'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_without_its_packages_a_server_does_not_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.settings.installation_settings.find_spec", lambda _: None)
    with pytest.raises(ValidationError) as refused:
        Settings(**settings.model_dump(exclude_unset=True) | {"mcp": True})
    [line] = explain(refused.value)
    assert line.startswith("MCP: true, but mcp is not installed; next: install requirements-mcp.lock")


async def test_only_a_post_with_a_token_of_this_origin_is_read(user: Client) -> None:
    without = await user.http.post("/mcp", json=LIST)
    assert (without.status_code, without.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert code_of(without) == "UNAUTHENTICATED"
    for method in ("GET", "DELETE"):
        refused = await sent(user, method=method)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    foreign = await sent(user, origin="https://evil.example")
    assert (foreign.status_code, foreign.json()["error"]["message"]) == (
        403,
        "BAD_REQUEST: CORS_ORIGINS does not contain the origin of this page.",
    )
    answered = await sent(user, accept="application/json")
    assert answered.json()["result"]["tools"][0]["name"] == "search_pictures"
    assert answered.headers["Content-Type"] == "application/json"
    assert "Mcp-Session-Id" not in answered.headers


async def test_a_client_learns_who_issues_tokens(settings: Settings) -> None:
    public_url, issuer = "https://tasks.example.com", "https://issuer.example.com"
    async with on_port(settings, mcp=True, public_url=public_url, jwt_issuer=issuer) as application:
        refused = await application.http.post("/mcp", json=LIST)
        name, _, address = refused.headers["WWW-Authenticate"].partition("=")
        assert (name, address) == (
            "Bearer resource_metadata",
            '"https://tasks.example.com/.well-known/oauth-protected-resource/mcp"',
        )
        described = await application.http.get(address.strip('"').removeprefix(public_url))
        assert described.json() == {
            "resource": "https://tasks.example.com/mcp",
            "authorization_servers": [issuer],
        }


async def test_a_page_of_an_allowed_origin_may_call_it(settings: Settings) -> None:
    origin = "https://app.example.com"
    async with on_port(settings, mcp=True, cors_origins=(origin,)) as application:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        asked["Access-Control-Request-Headers"] = "authorization,content-type,mcp-method,mcp-name,mcp-protocol-version"
        assert (await application.http.options("/mcp", headers=asked)).status_code == 200
        answered = await sent(application.new_client(), origin=origin)
        assert (answered.status_code, answered.headers["Access-Control-Allow-Origin"]) == (200, origin)


async def test_bodies_are_limited_before_they_are_parsed(settings: Settings) -> None:
    async with on_port(settings, mcp=True, max_body_size=100_000) as application:
        user = application.new_client()
        large = await sent(user, {**LIST, "params": {"x": "x" * 100_001}})
        assert (large.status_code, code_of(large)) == (413, "BAD_REQUEST")
        many = await sent(user, {**LIST, "params": {"x": [0] * 10_100}})
        assert (many.status_code, many.json()["error"]["message"]) == (
            413,
            "BAD_REQUEST: The message holds more than 10,000 values.",
        )
        deep = "[" * 20_000 + "]" * 20_000
        refused = await user.http.post(
            "/mcp", content=deep, headers=user.headers | {"Content-Type": "application/json"}
        )
        assert refused.status_code == 413


async def nothing_is_left() -> bool:
    """Whether no task of the SDK, for a session or a stream, is left."""
    return not any("TaskHandle._run_coro" in repr(task) for task in asyncio.all_tasks())


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ([LIST, LIST], 400),
        ("text", 400),
        ({"jsonrpc": "2.0", "id": 1, "result": {}}, 202),
        ({**LIST, "method": "resources/list"}, 200),
        ({**LIST, "method": "subscriptions/listen"}, 200),
    ],
)
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_no_other_message_holds_anything(user: Client, message: Any, status: int, version: str) -> None:
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": version}
    response = await sent(user, message, **headers)
    assert response.status_code < 500
    assert response.headers.get("Content-Type", "application/json") == "application/json"
    if version == "2025-11-25":
        assert response.status_code == status
    await until(nothing_is_left)


async def test_calls_are_limited_like_requests(settings: Settings) -> None:
    async with on_port(settings, mcp=True, requests_per_user=Rate.parse("12/minute")) as application:
        for user, most in ((application.new_client(), 12), (application.new_client(role="service"), 20)):
            async with Agent(user, application).connected() as sdk:
                answered = 0
                with suppress(MCPError):
                    while answered < 20:
                        await sdk.call_tool("search_pictures")
                        answered += 1
                assert most - 2 <= answered <= most
            if user.role == "user":
                refused = await sent(user)
                assert (refused.status_code, code_of(refused)) == (429, "RATE_LIMITED")
                assert 0 < int(refused.headers["Retry-After"]) <= 60


async def test_calls_are_charged_before_their_work(settings: Settings) -> None:
    """A search alone costs 250, which the agent's user does not have."""
    async with on_port(settings, mcp=True, cost_per_user=Rate.parse("250/minute")) as application:
        user = application.new_client()
        error = await Agent(user, application).refusal("search_pictures", search="fox")
        assert (error["code"], 0 < error["retryAfter"] <= 60) == ("RATE_LIMITED", True)
        assert "The limit is cost of 250 per 1 minute" in error["message"]
        assert await user.error_code("{ viewer { id } }") == "RATE_LIMITED"


async def test_tools_are_trusted_documents_of_the_server_alone(settings: Settings, tmp_path: Path) -> None:
    """With TRUSTED_DOCUMENTS, tools work, and clients still may not send their documents."""
    manifest = tmp_path / "manifest.json"
    empty = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": []}
    manifest.write_text(json.dumps(empty), encoding="utf-8")
    async with on_port(settings, mcp=True, trusted_documents=manifest) as application:
        user = application.new_client()
        agent = Agent(user, application)
        assert (await agent.data("search_pictures"))["pictures"]["nodes"] == []
        assert await user.error_code(read_tools()["search_pictures"].text) == "FORBIDDEN"


async def test_a_call_is_logged_as_an_operation(new_client: NewClient, application: ServedApplication) -> None:
    user = new_client()
    agent = Agent(user, application)
    await agent.data("get_insights", **{"from": "2026-05-01", "to": "2026-06-01"})
    lines = [json.loads(line) for line in logged().splitlines() if str(user.id) in line]
    assert {line["route"] for line in lines} == {"/mcp"}
    [called] = [line for line in lines if "operation" in line]
    assert (called["operation"], called["kind"], called["outcome"]) == ("GetInsights", "query", "ok")


@pytest.mark.slow
@pytest.mark.own_database
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_a_call_whose_client_left_is_cancelled(
    settings: Settings, postgres: PostgresService, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"accept": "application/json", "mcp-protocol-version": version, "mcp-method": "tools/call"}
    meta = {"protocolVersion": version, "clientCapabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    params = {"name": "search_pictures", "_meta": {f"io.modelcontextprotocol/{name}": meta[name] for name in meta}}
    message = {**LIST, "method": "tools/call", "params": params}
    async with on_port(settings, mcp=True) as application, as_superuser(postgres, settings) as superuser:
        async with locked(settings):
            user = application.new_client()
            asking = asyncio.create_task(sent(user, message, **headers, **{"mcp-name": "search_pictures"}))
            await until_waiting(superuser, settings, 1)
            asking.cancel()
            await until_waiting(superuser, settings, 0)
        await until(nothing_is_left)
        answered = await sent(application.new_client(), message, **headers, **{"mcp-name": "search_pictures"})
        assert answered.json()["result"]["structuredContent"]["pictures"]["nodes"] == []
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []

"""Access to `/metrics`."""

import httpx2
import pytest
from pydantic import SecretStr

from server.settings.settings import Settings
from tests.application import in_process
from tests.server.observation.scraping import LOCAL, scrape

TOKEN = "0123456789abcdef"


async def test_without_a_token_this_machine_has_access(http: httpx2.AsyncClient) -> None:
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        answer = await http.get("/metrics", headers={"Host": host})
        assert (answer.status_code, "task_record_database_up" in answer.text) == (200, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "history.example.com"},
        {"Host": "localhost.example.com"},
        {**LOCAL, "X-Forwarded-For": "127.0.0.1"},
        {**LOCAL, "X-Real-IP": "203.0.113.7"},
        {**LOCAL, "Forwarded": "for=203.0.113.7"},
        {**LOCAL, "Via": "1.1 proxy"},
        {**LOCAL, "X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {TOKEN}"},
    ],
)
async def test_a_request_through_a_proxy_is_refused(http: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    answer = await http.get("/metrics", headers=headers)
    assert answer.status_code == 403
    assert "METRICS_TOKEN" in answer.text
    assert "task_record" not in answer.text


async def test_another_machine_is_refused(settings: Settings) -> None:
    async with in_process(settings) as application:
        transport = application.http._transport
        assert isinstance(transport, httpx2.ASGITransport)
        transport.client = ("203.0.113.7", 50_000)
        answer = await application.http.get("/metrics", headers=LOCAL)
        assert (answer.status_code, "task_record" in answer.text) == (403, False)


async def test_only_the_token_grants_access_if_it_is_set(settings: Settings) -> None:
    async with in_process(settings, metrics_token=SecretStr(TOKEN)) as application:
        for wrong in ({}, {"Authorization": f"Bearer {TOKEN[:-1]}"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = await application.http.get("/metrics", headers={**LOCAL, **wrong})
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
            assert TOKEN not in answer.text
        headers = {"Host": "history.example.com", "X-Forwarded-For": "203.0.113.7", "Authorization": f"Bearer {TOKEN}"}
        assert (await scrape(application.http, **headers)).names

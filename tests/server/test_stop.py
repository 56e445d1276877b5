"""SIGTERM: the process is not ready first, then requests finish, and streams end so that clients reconnect."""

import asyncio
import json
import signal
from contextlib import suppress
from typing import Any

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import ApplicationProcess, on_port, own_process
from tests.logged import logged
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.server.http.subscriber import SUBSCRIPTION, Subscriber, subscribed
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

CREATE = 'mutation { createTask(input: {prompt: "a fox"}) { task { status } } }'
RETRIED = {1001, 1005, 1006, 1012, 1013, 1014}
"""The close codes below 4000 after which the client graphql-ws reconnects."""
PATIENCE = 30.0


async def close_code(subscriber: Subscriber) -> int | None:
    async with asyncio.timeout(PATIENCE):
        await subscriber.connection.wait_closed()
    return subscriber.connection.close_code


async def events(server: ApplicationProcess, user: Any, accept: str, begun: asyncio.Event) -> str:
    """Subscribe, and return all that comes until the stream ends; `begun` is set once it has begun."""
    headers = user.headers | {"Accept": accept}
    received = ""
    async with server.http.stream("POST", "/graphql", json={"query": SUBSCRIPTION}, headers=headers) as stream:
        begun.set()
        async for text in stream.aiter_text():
            received += text
    return received


async def until_closed(address: str) -> None:
    """Wait until connections are refused; requests of those accepted before are answered."""
    async with asyncio.timeout(PATIENCE), httpx2.AsyncClient(base_url=f"http://{address}") as http:
        while True:
            try:
                await http.get("/healthz", headers={"Connection": "close"})
            except httpx2.ConnectError:
                return


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "stream"), [((), "text/event-stream"), (("--workers", "2"), "multipart/mixed;subscriptionSpec=1.0")]
)
async def test_an_orderly_stop(
    settings: Settings, postgres: PostgresService, options: tuple[str, ...], stream: str
) -> None:
    async with (
        own_process(settings, *options, SHUTDOWN_DELAY="1.5") as server,
        as_superuser(postgres, settings) as superuser,
        subscribed(server.address, server.new_client()) as subscriber,
    ):
        begun = asyncio.Event()
        streaming = asyncio.create_task(events(server, server.new_client(), stream, begun))
        await begun.wait()
        async with locked(settings):
            in_flight = asyncio.create_task(server.new_client().data(CREATE))
            await until_waiting(superuser, settings, 1)
            server.process.send_signal(signal.SIGTERM)
            await until_not_ready(server)
            answer = await server.http.get("/healthz")
            assert (answer.status_code, answer.headers["Connection"]) == (200, "close")
            assert await server.new_client().data("{ viewer { role } }") == {"viewer": {"role": "USER"}}
            await until_closed(server.address)
            assert not in_flight.done()
        assert (await in_flight)["createTask"]["task"] == {"status": "PENDING"}
        assert await close_code(subscriber) in RETRIED
        said = await streaming
        assert said.endswith((":\n\n", "--graphql"))
        assert await server.exit_status() == 0
    assert "Traceback" not in server.log
    assert '"level":"error"' not in server.log


async def until_not_ready(server: ApplicationProcess) -> None:
    stopping = {"ready": False, "problems": ["The server is about to stop."]}
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(httpx2.ReadTimeout):  # until SIGTERM arrives, it checks the table that is locked
                answer = await server.http.get("/readyz", headers={"Connection": "close"}, timeout=0.5)
                if answer.json() == stopping:
                    assert answer.status_code == 503
                    return


@pytest.mark.slow
async def test_a_request_that_is_cut_off_gets_an_error(settings: Settings, postgres: PostgresService) -> None:
    async with as_superuser(postgres, settings) as superuser, locked(settings):
        async with on_port(settings) as server:
            user = server.new_client()
            headers = user.headers | {"X-Request-Id": "cut-off"}
            in_flight = asyncio.create_task(server.http.post("/graphql", json={"query": CREATE}, headers=headers))
            await until_waiting(superuser, settings, 1)
        answer = await in_flight
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["X-Request-Id"]) == (503, "1", "cut-off")
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "cut-off"}
    assert error["message"].startswith("The server stopped before it could answer.")
    lines = [json.loads(line) for line in logged().splitlines() if '"cut-off"' in line]
    [line] = [line for line in lines if line["message"] == "request"]
    assert (line["status"], line["level"]) == (503, "info")


@pytest.mark.slow
@pytest.mark.parametrize("is_interrupted", [True, False])
async def test_an_interrupt_and_a_second_sigterm_end_the_delay(settings: Settings, is_interrupted: bool) -> None:
    async with own_process(settings, SHUTDOWN_DELAY="600") as server:
        if not is_interrupted:
            server.process.send_signal(signal.SIGTERM)
            await until_not_ready(server)
        server.process.send_signal(signal.SIGINT if is_interrupted else signal.SIGTERM)
        assert await server.exit_status() == 0
    assert "Traceback" not in server.log


@pytest.mark.slow
async def test_after_two_interrupts_running_requests_are_finished(
    settings: Settings, postgres: PostgresService
) -> None:
    async with (
        own_process(settings, SHUTDOWN_DELAY="600") as server,
        as_superuser(postgres, settings) as superuser,
    ):
        async with locked(settings):
            in_flight = asyncio.create_task(server.new_client().data(CREATE))
            await until_waiting(superuser, settings, 1)
            for _ in range(2):
                server.process.send_signal(signal.SIGINT)
                await until_closed(server.address)
            await asyncio.sleep(0.5)  # time in which it could give up
        assert (await in_flight)["createTask"]["task"] == {"status": "PENDING"}
        assert await server.exit_status() == 0
    assert "Traceback" not in server.log
    assert '"level":"error"' not in server.log


async def test_a_new_connection_is_served_while_the_server_stops(settings: Settings) -> None:
    """A proxy connects to send a request, which may arrive when the server is already stopping."""
    async with own_process(settings) as server:
        host, _, port = server.address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        await server.http.get("/healthz")  # by when the connection above is accepted
        server.process.send_signal(signal.SIGINT)
        await until_closed(server.address)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"connection: close\r\n" in answer
        writer.close()
        assert await server.exit_status() == 0

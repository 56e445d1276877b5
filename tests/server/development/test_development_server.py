"""`./run dev` as a user starts it: a process, a line, a page, Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.development.demo import DEMO_USER
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.postgres import EmbeddedPostgres
from tests.server.commands import USER, command_line, environment, run

SUBSCRIPTION = "subscription { taskEvents { task { id } } }"


class Development:
    """A running `./run dev`, and the address that it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        self.line = process.stdout.readline()
        parts = urlsplit(self.line.split()[-1])
        self.address = f"{parts.scheme}://{parts.netloc}"
        self.port = parts.port
        self.headers = {"Authorization": f"Bearer {parts.fragment.removeprefix('token=')}"}

    def stop(self, number: int) -> tuple[int, str, float]:
        """Its exit status, what else it printed, and the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=30)
        return self.process.returncode, rest, time.monotonic() - started


@contextmanager
def development(data: Path) -> Iterator[Development]:
    with subprocess.Popen(
        command_line("dev", "--port", 0, "--data", data), env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Development(process)
        finally:
            process.terminate()


async def subscribe(started: Development, everything: AsyncExitStack) -> None:
    """By WebSocket and by server-sent events; they stay open."""
    address = f"{started.address.replace('http', 'ws')}/graphql"
    socket_ = await everything.enter_async_context(connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]))
    await socket_.send(json.dumps({"type": "connection_init", "payload": started.headers}))
    assert json.loads(await socket_.recv())["type"] == "connection_ack"
    await socket_.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": SUBSCRIPTION}}))
    http = await everything.enter_async_context(httpx2.AsyncClient())
    events = await everything.enter_async_context(
        http.stream(
            "POST",
            f"{started.address}/graphql",
            json={"query": SUBSCRIPTION},
            headers=started.headers | {"Accept": "text/event-stream"},
        )
    )
    assert events.status_code == 200


def ask(started: Development, query: str, token: str | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else started.headers
    answer = httpx2.post(f"{started.address}/graphql", json={"query": query}, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


async def test_it_stops_at_once_though_subscriptions_are_open(data: Path) -> None:
    with development(data) as started:
        async with AsyncExitStack() as connections:
            await subscribe(started, connections)
            status, rest, seconds = started.stop(signal.SIGINT)
    assert (status, rest) == (0, "")
    assert seconds < 10
    # Nothing that it started is left: the directory is free.
    with EmbeddedServers(data, durable=False):
        pass


def test_it_serves_the_demo_user_and_whom_other_commands_add(data: Path) -> None:
    with development(data) as started:
        answer = ask(started, "{ viewer { id plan { name } } tasks { nodes { generatedImage { url } } } }")
        pictures = [task["generatedImage"]["url"] for task in answer["tasks"]["nodes"] if task["generatedImage"]]
        statuses = {httpx2.get(address).status_code for address in [*pictures, f"{started.address}/readyz"]}
        page = httpx2.get(f"{started.address}/").text
        seeded = run("seed", "--user", USER, "--tasks", 500, "--data", data)
        token = run("token", "--user", USER, "--data", data).stdout.strip()
        statistics = ask(started, "{ statistics { totalTasks } }", token)["statistics"]
        assert started.stop(signal.SIGTERM)[0] == 0
    assert answer["viewer"] == {"id": str(DEMO_USER), "plan": {"name": "pro"}}
    assert len(pictures) > 10
    assert statuses == {200}
    assert page.startswith("<!doctype html>")
    assert seeded.stdout == f"Recorded 500 tasks of {USER}.\n"
    assert statistics == {"totalTasks": 500}


def test_what_it_needs_may_be_in_use(data: Path) -> None:
    with EmbeddedPostgres(data, durable=False), socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        by_directory = run("dev", "--port", 0, "--data", data)
        by_port = run("dev", "--port", port, "--data", data)
    assert by_directory.returncode == by_port.returncode == 1
    assert by_directory.stderr == f"{data} is in use already, by process {os.getpid()}.\n"
    assert by_port.stderr == f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_a_later_start_keeps_the_tasks(data: Path) -> None:
    run("seed", "--user", USER, "--tasks", "7", "--data", data)
    for _ in range(2):
        with development(data) as started:
            token = run("token", "--user", USER, "--data", data).stdout.strip()
            assert ask(started, "{ statistics { totalTasks } }", token) == {"statistics": {"totalTasks": 7}}
            demo = ask(started, "{ tasks(first: 100) { totalCount { value } } }")
            assert demo == {"tasks": {"totalCount": {"value": 32}}}
            assert started.stop(signal.SIGINT)[0] == 0

"""`./run dev` as users start it: a process that prints an address, serves the page, and stops at Ctrl-C."""

import hashlib
import json
import os
import signal
import socket
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.development.demo.demo_user import DEMO_PLAN, DEMO_USER
from server.development.demo.story import TASKS
from server.development.development_server import outside_host, print_addresses
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.sockets import listen
from tests.server.commands import USER, run
from tests.server.development.development import Development, ask, development

pytestmark = pytest.mark.slow

SUBSCRIPTION = "subscription { taskEvents { task { id } } }"


async def subscribe(started: Development, everything: AsyncExitStack) -> None:
    """Subscribe by WebSocket and by server-sent events; both stay open until `everything` is closed."""
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


async def test_it_serves_the_demo_user_and_users_of_other_commands_and_stops_at_once(used: Path) -> None:
    """
    Each task of the demo is there once, though the start that began to record them was killed, and the environment
    names another database, another storage and a proxy. It stops although subscriptions are open.
    """
    before = run(
        "seed", "--user", USER, "--tasks", 2, "--data", used, PGSSLMODE="verify-full", AWS_PROFILE="of another"
    )
    with development(
        used, http_proxy="http://127.0.0.1:9", PGSSLMODE="verify-full", AWS_PROFILE="of another"
    ) as started:
        page = started.page().text
        answer = ask(
            started,
            """{ viewer { id plan { name } credits { available held } }
              statistics { totalCreditsDeducted canceledTasks }
              trash(first: 5) { nodes { id } }
              tasks(first: 100) { totalCount { value } nodes {
                createdAt completedAt prompt failureCode parameters creditsHeld images { sha256 } generatedImage { url }
              } } }""",
        )
        lineage = ask(
            started,
            """{ tasks(first: 6) { nodes {
              createdAt originalImage { sha256 } lineage { taskCount failedTaskCount creditsDeducted }
              sources { relation image { sha256 } task { createdAt status images { sha256 } } }
            } } }""",
        )
        retried = ask(started, "{ tasks(first: 30) { nodes { sources { relation task { status } } } } }")
        pictures = [task["generatedImage"]["url"] for task in answer["tasks"]["nodes"] if task["generatedImage"]]
        token = run("token", "--user", USER, "--data", used).stdout.strip()
        kept = ask(started, "{ statistics { totalTasks } tasks { nodes { generatedImage { url } } } }", token)
        pictures += [task["generatedImage"]["url"] for task in kept["tasks"]["nodes"]]
        statuses = {httpx2.get(address).status_code for address in [*pictures, f"{started.address}/readyz"]}
        meanwhile = run("seed", "--user", USER, "--tasks", 3, "--data", used)
        statistics = ask(started, "{ statistics { totalTasks } }", token)["statistics"]
        async with AsyncExitStack() as connections:
            await subscribe(started, connections)
            assert started.stop(signal.SIGINT) == (0, "")
    # No process that it started is left: the directory is not in use.
    with EmbeddedServers(used, durable=False):
        pass
    check_credits(
        answer["viewer"].pop("credits"), answer["statistics"]["totalCreditsDeducted"], answer["tasks"]["nodes"]
    )
    check_believable(answer["tasks"]["nodes"])
    assert answer["viewer"] == {"id": str(DEMO_USER), "plan": {"name": DEMO_PLAN}}
    assert answer["tasks"]["totalCount"] == {"value": len(TASKS) - 2}
    assert (len(answer["trash"]["nodes"]), answer["statistics"]["canceledTasks"]) == (2, 1)
    assert len(pictures) > 50
    assert statuses == {200}
    assert {"relation": "RETRY", "task": {"status": "FAILED"}} in [
        source for task in retried["tasks"]["nodes"] for source in task["sources"]
    ]
    check_lineage([task for task in reversed(lineage["tasks"]["nodes"]) if task["sources"]])
    assert page.startswith("<!doctype html>")
    assert before.stdout == f"Recorded 2 tasks of {USER}.\n"
    assert (kept["statistics"]["totalTasks"], len(kept["tasks"]["nodes"])) == (2, 2)
    assert meanwhile.stdout == f"Recorded 3 tasks of {USER}.\n"
    assert statistics == {"totalTasks": 5}


def check_credits(kept: dict[str, int], spent: int, tasks: list[dict[str, Any]]) -> None:
    assert kept["held"] == sum(task["creditsHeld"] for task in tasks) > 0
    assert kept["available"] == 200 - kept["held"] - spent > 0
    assert {len(task["images"]) for task in tasks} == {0, 1, 2, 4}


def check_believable(tasks: list[dict[str, Any]]) -> None:
    """Assert that the tasks are those of most of a year, and that no two pictures are the same."""
    oldest, newest = (datetime.fromisoformat(tasks[place]["createdAt"]) for place in (-1, 0))
    pictures = [image["sha256"] for task in tasks for image in task["images"]]
    assert newest - oldest > timedelta(days=290)
    assert len(set(pictures)) == len(pictures)
    assert len({task["failureCode"] for task in tasks}) > 3
    for task in tasks:
        assert task["parameters"].keys() >= {"seed", "size"}
        if task["completedAt"]:
            took = datetime.fromisoformat(task["completedAt"]) - datetime.fromisoformat(task["createdAt"])
            assert timedelta(seconds=1) < took < timedelta(minutes=2)


def check_lineage(derived: list[dict[str, Any]]) -> None:
    """Assert the lineage of `derived`: the demo's newest tasks that were made from others, oldest first."""
    sources = [source for task in derived for source in task["sources"]]
    [variation, edit] = sources
    assert (variation["relation"], variation["image"]) == ("VARIATION", variation["task"]["images"][1])
    assert (edit["relation"], edit["image"]) == ("EDIT", edit["task"]["images"][0])
    assert derived[-1]["originalImage"] == edit["image"]
    assert all(task["sources"][0]["task"]["createdAt"] < task["createdAt"] for task in derived)
    assert derived[-1]["lineage"] == {"taskCount": 3, "failedTaskCount": 0, "creditsDeducted": 7}


def test_what_it_needs_may_be_in_use(used: Path) -> None:
    with EmbeddedPostgres(used, durable=False), socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        by_directory = run("dev", "--port", 0, "--data", used)
        by_port = run("dev", "--port", port, "--data", used)
    assert by_directory.returncode == by_port.returncode == 1
    # If no test has built the page yet, a line that it is being built comes first.
    assert by_directory.stderr.endswith(f"{used} is in use already, by process {os.getpid()}.\n")
    assert by_port.stderr == f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_other_machines_reach_the_pictures_and_nothing_else_of_the_storage(used: Path) -> None:
    """So does a front end on another origin, if CORS_ORIGINS names it."""
    elsewhere = "127.0.0.2"  # as another machine's: an address on which the servers do not listen by default
    front_end = "http://localhost:5173"
    with development(used, "--host", elsewhere, CORS_ORIGINS=front_end) as started:
        asked = {"Origin": front_end, "Access-Control-Request-Method": "POST"}
        preflight = httpx2.options(f"{started.address}/graphql", headers=asked)
        policy = started.page().headers["Content-Security-Policy"]
        tasks = ask(started, "{ tasks { nodes { generatedImage { url sha256 } } } }")["tasks"]["nodes"]
        pictures = [task["generatedImage"] for task in tasks if task["generatedImage"]]
        seen = {hashlib.sha256(httpx2.get(picture["url"]).content).hexdigest() for picture in pictures}
        uploaded = upload(started, b"picture")
        ports = json.loads((used / "ports.json").read_text())
        reached = {name for name, port in ports.items() if accepts(elsewhere, port)}
        reached |= {f"{name} by gRPC" for name, port in ports.items() if accepts(elsewhere, port + 10_000)}
        assert started.stop(signal.SIGINT)[0] == 0
    storage = f"http://{elsewhere}:{ports['s3']}"
    assert started.address.startswith(f"http://{elsewhere}:")
    assert preflight.headers["Access-Control-Allow-Origin"] == front_end
    assert {picture["url"].partition("/images/")[0] for picture in pictures} == {storage}
    assert seen == {picture["sha256"] for picture in pictures}
    assert f"img-src 'self' data: blob: {storage};" in policy
    assert f"connect-src 'self' {storage};" in policy
    assert uploaded.status_code == 200, uploaded.text
    assert uploaded.headers["Access-Control-Allow-Origin"] == started.address
    assert reached == {"s3"}


def test_listening_on_all_addresses_it_prints_its_own_and_logs_the_one_for_other_machines(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    everywhere = "0.0.0.0"  # noqa: S104 - for as long as this test
    with listen(everywhere, 0) as listener, socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.connect(("198.51.100.1", 9))
        others = outside_host(listener, everywhere)
        assert others == probe.getsockname()[0]
    with caplog.at_level("INFO"):
        print_addresses(everywhere, others, 8000, "a.b.c")
    assert capfd.readouterr().out == "Task Record is at http://127.0.0.1:8000/#token=a.b.c\n"
    assert caplog.messages == [f"Other machines reach it at http://{others}:8000/#token=a.b.c"]


def upload(started: Development, content: bytes) -> httpx2.Response:
    """Upload an image straight to storage, as the page does in a browser."""
    task = ask(started, 'mutation { createTask(input: {prompt: "Sent"}) { task { id } } }')["createTask"]["task"]["id"]
    asked = f'taskId: "{task}", contentType: "image/png", size: {len(content)}, '
    asked += f'sha256: "{hashlib.sha256(content).hexdigest()}"'
    query = (
        f"mutation {{ createImageUpload(input: {{{asked}}}) {{ upload {{ method url headers {{ name value }} }} }} }}"
    )
    made = ask(started, query)["createImageUpload"]["upload"]
    headers = {header["name"]: header["value"] for header in made["headers"]} | {"Origin": started.address}
    return httpx2.request(made["method"], made["url"], content=content, headers=headers)


def accepts(host: str, port: int) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection((host, port), timeout=5):
        return True
    return False

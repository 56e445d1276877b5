"""Requests of all kinds through nginx, as deploy/nginx configures it, with TLS, HTTP/2 and two servers."""

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.http.event_stream import FORMATS
from server.limits.connection.closing_transport import UNREAD
from server.serving import serving_options
from server.settings.settings import Settings
from tests.api import Client
from tests.deploy.conftest import Behind
from tests.deploy.nginx import CONFIGURATION
from tests.pictures import noise
from tests.resolvers.images.direct_upload import create_upload
from tests.server.exports.exporting import prepared
from tests.server.http.subscriber import SUBSCRIPTION, Subscriber, init_connection, send_message
from tests.web.visitor import Visitor, completed

expect = pytest.importorskip("playwright.async_api").expect
KIB, MIB = 1024, 1024 * 1024
CREATE = "mutation ($input: CreateTaskInput!) { createTask(input: $input) { task { id status } errors { code } } }"
UNITS = {"s": 1, "k": KIB, "m": MIB}


@pytest.fixture
def user(behind: Behind) -> Client:
    return behind.new_client()


@pytest.fixture
async def http2(behind: Behind) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=behind.url, verify=behind.nginx.tls, http2=True) as http:
        yield http


def configured(name: str) -> dict[str, str]:
    """Return the directives that occur once in a file of deploy/nginx, with their values."""
    text = (CONFIGURATION / name).read_text(encoding="utf-8")
    found = re.findall(r"^ *(\w+) ([^;{]+);", text, re.MULTILINE)
    return {directive: value for directive, value in found if [one for one, _ in found].count(directive) == 1}


def amount(value: str) -> int:
    """Return nginx's value with a unit as a number of seconds or bytes."""
    return int(value[:-1]) * UNITS[value[-1]]


def test_limits_agree_with_the_servers(settings: Settings) -> None:
    nginx = configured("task-record.conf")
    number, size = nginx["large_client_header_buffers"].split()
    assert int(number) * amount(size) == settings.max_header_size
    assert amount(nginx["client_header_timeout"]) == settings.header_timeout
    assert settings.upload_size <= amount(nginx["client_max_body_size"]) <= settings.upload_size + MIB
    assert settings.max_body_size < amount(nginx["client_max_body_size"])
    assert amount(nginx["client_body_timeout"]) == settings.body_timeout
    assert amount(nginx["send_timeout"]) == UNREAD
    silent = max(settings.execution_timeout, *(written.interval for written in FORMATS.values()))
    assert amount(nginx["proxy_read_timeout"]) > silent
    assert amount(nginx["proxy_send_timeout"]) > settings.upload_timeout
    storage = configured("task-record-storage.conf")
    assert amount(storage["client_max_body_size"]) == max(plan.max_image_size for plan in settings.plans.values())


def test_nginx_gives_idle_connections_up_before_the_server_does(settings: Settings) -> None:
    idle = amount(configured("task-record-upstream.conf")["keepalive_timeout"])
    options = uvicorn.Config("server.app:application", **serving_options(settings))
    assert idle < options.timeout_keep_alive
    assert idle < settings.shutdown_delay


@pytest.mark.slow
async def test_the_page_in_a_browser(behind: Behind, user: Client, new_context: Any) -> None:
    """The page loads, gets events over WebSocket, and shows an image from storage, which is behind the same nginx."""
    visitor = Visitor(new_context, behind, user)
    page = await visitor.open(ignore_https_errors=True)
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await completed(user, "Seen through nginx")
    await page.get_by_role("button", name="1 new").click()
    picture = page.get_by_role("article").locator("img").first
    await expect(picture).to_be_visible()
    assert (await picture.get_attribute("src")).startswith(f"{behind.nginx.storage_url}/")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    assert visitor.complaints == []


@pytest.mark.slow
async def test_plain_http_is_sent_to_tls(behind: Behind) -> None:
    async with httpx2.AsyncClient() as http:
        answer = await http.get(f"http://127.0.0.1:{behind.nginx.plain_port}/tasks/1?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (308, "https://127.0.0.1/tasks/1?a=b")


@pytest.mark.slow
async def test_http_2_headers_and_the_id_of_a_request(behind: Behind, http2: httpx2.AsyncClient) -> None:
    answer = await http2.get("/healthz", headers={"X-Request-Id": "named-by-its-client"})
    assert re.search(r'"GET /healthz HTTP/2.0" 200 .* named-by-its-client$', behind.nginx.log(), re.MULTILINE)
    assert (answer.status_code, answer.http_version) == (200, "HTTP/2")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert answer.headers["Server"] == "nginx"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/readyz", "/metrics", "//metrics", "/%6Detrics", "/x/../readyz", "/readyz?a"])
async def test_paths_for_monitoring_are_not_public(behind: Behind, path: str) -> None:
    answer = await behind.http.request("GET", httpx2.URL(behind.url, raw_path=path.encode()))
    assert answer.status_code == 404
    assert "<center>nginx</center>" in answer.text


@pytest.mark.slow
async def test_an_upload_of_20_megabytes(behind: Behind, user: Client) -> None:
    content = noise(20_000_000)
    task = await user.task("createTask", prompt="A large photograph")
    payload = await user.mutate_with_file("uploadOriginalImage", "image.file", content, id=task["id"], image={})
    image = payload["task"]["originalImage"]
    stored = await behind.http.get(image["url"])
    assert image["url"].startswith(f"{behind.nginx.storage_url}/")
    assert stored.content == content
    assert stored.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.slow
async def test_storage_takes_direct_uploads_and_nothing_else(behind: Behind, user: Client) -> None:
    content = noise(30_000)
    task = await user.task("createTask", prompt="Sent to storage")
    upload = await create_upload(user, task["id"], content)
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    assert (await behind.http.put(upload["url"], content=content, headers=headers)).status_code == 200
    assert (await behind.http.delete(upload["url"])).status_code == 403
    assert (await behind.http.post(upload["url"])).status_code == 403


@pytest.mark.slow
async def test_an_upload_without_a_token_is_refused(behind: Behind) -> None:
    files = {"operations": ("large", bytes(20 * MIB))}
    answer = await behind.http.post("/graphql", files=files)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.slow
async def test_large_bodies_are_refused(behind: Behind, user: Client) -> None:
    """The server refuses bodies that nginx passes on; nginx refuses larger ones itself."""
    headers = user.headers | {"Content-Type": "application/json"}
    answer = await behind.http.post("/graphql", content=b" " * 17 * MIB, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert (await behind.http.post("/graphql", content=b" " * 53 * MIB, headers=headers)).status_code == 413


@pytest.mark.slow
async def test_headers_have_the_limit_of_the_server(behind: Behind, http2: httpx2.AsyncClient) -> None:
    long, too_long = {"X-Long": "x" * 60 * KIB}, {"X-Long": "x" * 70 * KIB}
    for http in (behind.http, http2):
        assert (await http.get("/healthz", headers=long)).status_code == 200
    assert (await behind.http.get("/healthz", headers=too_long)).status_code == 400
    with pytest.raises(httpx2.RemoteProtocolError):
        await http2.get("/healthz", headers=too_long)


@pytest.mark.slow
async def test_events_over_a_websocket(behind: Behind, user: Client) -> None:
    address = f"wss://{behind.address}/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(address, subprotocols=protocols, ssl=behind.nginx.tls) as connection:
        await init_connection(connection, user)
        await send_message(connection, "subscribe", id="1", payload={"query": SUBSCRIPTION})
        subscriber = Subscriber(connection, user)
        await subscriber.until_listening()
        task = await user.task("createTask", prompt="Reported")
        assert (await subscriber.event())["taskId"] == task["id"]


@pytest.mark.slow
@pytest.mark.parametrize("accept", ["text/event-stream", "multipart/mixed;subscriptionSpec=1.0"])
async def test_events_as_a_stream(user: Client, http2: httpx2.AsyncClient, accept: str) -> None:
    """Each event arrives immediately, though it is smaller than nginx's buffers."""
    headers = user.headers | {"Accept": accept}
    async with http2.stream("POST", "/graphql", json={"query": SUBSCRIPTION}, headers=headers) as stream:
        said = stream.aiter_text()
        await anext(said)
        for _ in range(2):
            task = await user.task("createTask", prompt="Reported")
            async with asyncio.timeout(5):
                while task["id"] not in await anext(said):
                    pass


@pytest.mark.slow
async def test_an_export_has_the_public_address_whatever_headers_a_client_sends(behind: Behind) -> None:
    forwarded = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "Forwarded": "proto=http"}
    async with httpx2.AsyncClient(base_url=behind.url, verify=behind.nginx.tls, headers=forwarded) as http:
        user = Client(http)
        task = await user.task("createTask", prompt="Taken away")
        export = await prepared(user, "NDJSON")
    assert export["url"].startswith(f"{behind.url}/export/")
    first, _, last = (await behind.http.get(export["url"])).text.partition("\n")
    assert json.loads(first)["id"] == task["id"]
    assert json.loads(last)["summary"]["tasks"] == 1


@pytest.mark.slow
async def test_one_server_killed(behind: Behind, user: Client) -> None:
    """nginx repeats GETs, not mutations, at the other server, which answers all later requests."""
    one, other = behind.servers
    one.process.send_signal(signal.SIGSTOP)  # connections are still accepted, but not answered
    query = {"query": '{ tasks(where: {search: "secret-prompt"}) { totalCount { value } } }'}
    tasks = [{"id": str(uuid4()), "prompt": "Once"} for _ in range(4)]
    reading = [asyncio.create_task(behind.http.get("/graphql", params=query, headers=user.headers)) for _ in tasks]
    writing = [asyncio.create_task(create(user, task)) for task in tasks]
    await asyncio.wait([*reading, *writing], timeout=1)
    waiting = [task for task in [*reading, *writing] if not task.done()]
    assert {task in waiting for task in reading} == {task in waiting for task in writing} == {True, False}
    one.process.kill()
    assert [(await answer).json()["data"] for answer in reading] == [{"tasks": {"totalCount": {"value": 0}}}] * len(
        reading
    )
    statuses = [(await answer).status_code for answer in writing]
    assert sorted(set(statuses)) == [200, 502]
    [unread, *_] = [(await answer) for answer in writing if (await answer).status_code == 502]
    [error] = unread.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert f" {error['extensions']['requestId']}\n" in behind.nginx.log()
    assert await user.data("{ tasks { totalCount { value } } }") == {
        "tasks": {"totalCount": {"value": statuses.count(200)}}
    }

    for _ in range(10):
        assert (await behind.http.get("/healthz")).status_code == 200
    repeated = [(await create(user, task)).json()["data"]["createTask"] for task in tasks]
    assert [payload["errors"] for payload in repeated] == [[]] * len(tasks)
    assert await user.data("{ tasks { totalCount { value } } }") == {"tasks": {"totalCount": {"value": len(tasks)}}}
    assert other.process.poll() is None


async def create(user: Client, task: dict[str, str]) -> httpx2.Response:
    request = {"query": CREATE, "variables": {"input": task}}
    return await user.http.post("/graphql", json=request, headers=user.headers)


@pytest.mark.slow
async def test_logs_hold_no_prompt_and_no_token(behind: Behind, user: Client) -> None:
    """The log has the requests of all tests above."""
    export = await prepared(user, "CSV")
    await behind.http.get(export["url"])
    await behind.http.get(
        "/graphql", params={"query": '{ tasks(where: {search: "secret-prompt"}) { totalCount { value } } }'}
    )
    log = behind.nginx.log()
    assert '"GET /graphql HTTP/1.1" 401' in log
    for secret in ("secret-prompt", "query=", "/export/", "Bearer", "X-Amz"):
        assert secret not in log

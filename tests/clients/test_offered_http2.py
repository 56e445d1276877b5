"""Clients and proxies that offer to go on with HTTP/2, which the server does not speak without TLS."""

import asyncio
import json
import shutil
from pathlib import Path

import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication
from tests.deploy.nginx import HOST, MAIN, PROGRAM, nginx, running
from tests.models.locked_table import locked

HERE = Path(__file__).parent
QUERY = {"query": "{ viewer { id } }"}
JAVA, CURL = shutil.which("java"), shutil.which("curl")
# As nginx's documentation shows it for WebSockets, and as it is copied everywhere, but with persistent connections.
FORWARDING = """
map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
upstream servers {{ server {server}; keepalive 1; }}
server {{
  listen {host}:{port};
  location / {{
    proxy_pass http://servers;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_request_buffering off;
  }}
}}
"""


async def output_of(program: str | None, *arguments: str) -> list[bytes]:
    if program is None:
        pytest.skip("The program is not installed.")
    process = await asyncio.create_subprocess_exec(program, *arguments, cwd=HERE, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.splitlines()


def viewer(answer: bytes) -> str:
    return str(json.loads(answer)["data"]["viewer"]["id"])


@pytest.mark.slow
async def test_java(server: ServedApplication) -> None:
    user = server.new_client()
    found = await output_of(JAVA, "Post.java", f"{server.url}/graphql", user.headers["Authorization"])
    assert list(map(viewer, found)) == [str(user.id)] * 3


@pytest.mark.parametrize("expects", ["Expect:", "Expect: 100-continue"])
async def test_curl(server: ServedApplication, expects: str) -> None:
    user = server.new_client()
    sent = ["--json", json.dumps(QUERY), "-H", f"Authorization: {user.headers['Authorization']}", "-H", expects]
    url = f"{server.url}/graphql"
    found = await output_of(CURL, "-sS", "--http2", *sent, "-w", "\\n", url, "--next", "--http2", "-sS", *sent, url)
    assert list(map(viewer, found)) == [str(user.id)] * 2


@pytest.mark.slow
async def test_nobody_gets_the_answer_to_anothers_request(server: ServedApplication, settings: Settings) -> None:
    """Through an nginx that forwards any `Upgrade`, and sends the requests of all clients over one connection."""
    if PROGRAM is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    attacker, victim = server.new_client(), server.new_client()
    with nginx() as here:
        configuration = FORWARDING.format(server=server.address, host=HOST, port=here.plain_port)
        (here.directory / "conf.d" / "forwarding.conf").write_text(configuration)
        (here.directory / "nginx.conf").write_text(MAIN.format(here.directory).replace("processes 2", "processes 1"))
        with running(here):
            url = f"http://{HOST}:{here.plain_port}"
            async with httpx2.AsyncClient(base_url=url) as http:
                for _ in range(4):
                    await smuggle(settings, here.plain_port, attacker)
                    answer = await Client(http, victim.id).post(QUERY["query"])
                    assert answer["data"] == {"viewer": {"id": str(victim.id)}}


async def smuggle(settings: Settings, port: int, attacker: Client) -> None:
    """Send a GET with a body, which comes while the GET is executed, and is the beginning of another request."""
    authorization = f"Authorization: {attacker.headers['Authorization']}\r\nApollo-Require-Preflight: x"
    hidden = f"GET /graphql?query=%7Bviewer%7Bhidden:id%7D%7D HTTP/1.1\r\n{authorization}\r\nX-Rest: "
    async with locked(settings):
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(
            f"GET /graphql?query=%7Btasks%7Bnodes%7Bid%7D%7D%7D HTTP/1.1\r\nHost: x\r\n{authorization}\r\n"
            f"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: {len(hidden)}\r\n\r\n".encode()
        )
        await asyncio.sleep(0.1)
        writer.write(hidden.encode())
        await asyncio.sleep(0.1)
    async with asyncio.timeout(10):
        await reader.readuntil(b'{"data":{"tasks":{"nodes":[]}}')
    writer.close()

"""
Chromium against the real server, on a database of the test's own.

Starting a browser costs more than most tests: a worker shares one, and with it an event loop, which is why the tests
that use it are marked for the loop of the session. Each test has a browser context, a server and a database to itself.
"""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
import uvicorn

from server.app import create_app
from server.pages import DIST
from server.settings.settings import Settings
from tests.api import Client
from tests.conftest import JWT_SECRET
from tests.pictures import data_url, picture

CHROMIUM = shutil.which("chromium")
PATIENCE = 15_000
"""Milliseconds: a machine that has other work to do is no failure."""
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server(uvicorn.Server):
    """Tells when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepts.set()


@dataclass
class Site:
    """The server that the page is opened from; it can be stopped and started again."""

    settings: Settings
    port: int = 0
    _server: Server | None = None
    _serving: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        config = uvicorn.Config(
            create_app(self.settings),
            host="127.0.0.1",
            port=self.port,
            ws="websockets-sansio",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = Server(config)
        self._serving = asyncio.create_task(self._server.serve())
        await self._server.accepts.wait()
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        assert self._serving is not None
        self._server.should_exit = True
        await self._serving


@pytest_asyncio.fixture(loop_scope="session")
async def site(settings: Settings) -> AsyncIterator[Site]:
    if not (DIST / "index.html").exists():
        pytest.skip("web/ has not been built")
    site = Site(settings.model_copy(update={"introspection": "everyone"}))
    await site.start()
    yield site
    await site.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def user(site: Site) -> AsyncIterator[Client]:
    async with httpx2.AsyncClient(base_url=site.address) as http:
        yield Client(http, JWT_SECRET)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    playwright = pytest.importorskip("playwright.async_api")
    playwright.expect.set_options(timeout=PATIENCE)
    async with playwright.async_playwright() as started:
        yield await started.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Any) -> AsyncIterator[Any]:
    """Makes browser contexts, that is, users of a browser of their own, and closes them after the test."""
    contexts = []

    async def new_context(**options: Any) -> Any:
        contexts.append(await browser.new_context(**options))
        return contexts[-1]

    yield new_context
    for context in contexts:
        await context.close()


class Visitor:
    """Opens the page as the user, and notes what the browser complains of."""

    def __init__(self, new_context: Any, site: Site, user: Client) -> None:
        self.new_context = new_context
        self.site = site
        self.user = user
        self.complaints: list[str] = []

    async def open(self, path: str = "/", *, signed_in: bool = True, **context: Any) -> Any:
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}} | context
        page = await (await self.new_context(**options)).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if re.search("Content Security Policy|Error:", message.text)
                else None
            ),
        )
        token = self.user.headers["Authorization"].removeprefix("Bearer ")
        await page.goto(f"{self.site.address}{path}{f'#token={token}' if signed_in else ''}")
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(new_context: Any, site: Site, user: Client) -> AsyncIterator[Visitor]:
    visitor = Visitor(new_context, site, user)
    yield visitor
    assert visitor.complaints == []


async def completed(user: Client, prompt: str, **input: Any) -> str:
    task = await user.task("createTask", prompt=prompt, **input)
    await user.task(
        "completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, tokensUsed=150, creditsDeducted=1
    )
    return str(task["id"])

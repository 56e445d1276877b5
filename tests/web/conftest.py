"""Chromium and a server, one of each for an xdist worker; each test has its own browser context and user."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.clients.node import node_home
from tests.web.contexts import Contexts
from tests.web.visitor import EXPECT_TIMEOUT_MS, Visitor

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The headless shell is preferred: the whole browser takes twice the processor time for a page."""
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # All pages of a context share a process, which has compiled the page's code for earlier tests.
    "--process-per-site",
    # A page is open only for seconds, so optimizing its code costs more than running it unoptimized.
    "--js-flags=--no-opt,--no-maglev",
]

QUICK = {"test_list_cards_and_count", "test_asks_for_a_token"}
"""The tests with a browser that always run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests with a browser as slow."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and item.name not in QUICK:
            item.add_marker("slow")


@pytest.fixture(scope="session")
async def site(shared_settings: Settings) -> AsyncIterator[ServedApplication]:
    """The server of the page. Costs are unlimited for the long test, which scrolls faster than the limit allows."""
    limits: dict[str, Any] = {"cost_per_user": None} if os.environ.get("TASK_RECORD_LONG") else {}
    async with on_port(shared_settings, introspection="everyone", **limits) as site:
        yield site


@pytest.fixture
def user(site: ServedApplication) -> Client:
    return site.new_client()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    # Playwright's package has its driver, but not the Node.js that runs it.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_home() / "bin" / "node"))
    playwright = pytest.importorskip("playwright.async_api")
    playwright.expect.set_options(timeout=EXPECT_TIMEOUT_MS)
    async with playwright.async_playwright() as started:
        yield await started.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)


@pytest.fixture(scope="session")
def contexts(browser: Any, site: ServedApplication) -> Contexts:
    return Contexts(browser, f"{site.url}/healthz")


@pytest.fixture
async def new_context(contexts: Contexts) -> AsyncIterator[Any]:
    """Makes browser contexts, which share nothing with each other.

    By default they are reused and emptied, which is quicker. A test that goes offline, sets the clock or measures
    memory takes a new one with `alone`.
    """
    taken, new = [], []

    async def new_context(*, alone: bool = False, **options: Any) -> Any:
        if alone:
            new.append(await contexts.browser.new_context(**options))
            return new[-1]
        taken.append(await contexts.take(options))
        return taken[-1]

    yield new_context
    for context in taken:
        await contexts.give_back(context)
    for context in new:
        await context.close()


@pytest.fixture
async def visitor(
    new_context: Any, site: ServedApplication, user: Client, settings: Settings
) -> AsyncIterator[Visitor]:
    visitor = Visitor(new_context, site, user, settings)
    yield visitor
    assert visitor.complaints == []

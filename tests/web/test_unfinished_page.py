"""Pages of a development server: one that waits for the build and then opens the page, and GraphiQL, signed in."""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import uuid4

import pytest
from playwright.async_api import expect

from server.app import create_app
from server.development.signed_token import sign_token
from server.development.unfinished_page import PageState, with_unfinished_page
from server.settings.settings import Settings
from tests.api import JWT_SECRET
from tests.application import ServedApplication, served
from tests.web.visitor import Visitor


class Development(NamedTuple):
    page: PageState
    site: ServedApplication


@pytest.fixture
async def development(shared_settings: Settings) -> AsyncIterator[Development]:
    """A development server whose page is not ready yet."""
    page = PageState()
    token = sign_token(JWT_SECRET, uuid4())
    app = with_unfinished_page(create_app(shared_settings), shared_settings, page, PageState(), token)
    async with served(app, shared_settings) as site:
        yield Development(page, site)


@pytest.mark.parametrize("path", ["/", "/tasks/0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11", "/graphiql"])
async def test_a_waiting_page_says_in_both_languages_that_the_page_is_being_built(
    development: Development, path: str
) -> None:
    waiting = await development.site.http.get(path)
    assert waiting.status_code == 503
    assert "页面正在生成" in waiting.text
    assert "The page is being built" in waiting.text
    development.page.ready = True
    assert "/assets/" in (await development.site.http.get(path)).text


async def test_the_api_works_meanwhile(development: Development) -> None:
    assert (await development.site.new_client().data("{ viewer { role } }")) == {"viewer": {"role": "USER"}}
    assert (await development.site.http.get("/elsewhere")).status_code == 404


async def test_a_failed_build_names_its_log(development: Development) -> None:
    development.page.failure = "The page could not be built: /data/page.log says <why>."
    failed = await development.site.http.get("/")
    assert failed.status_code == 500
    assert "The page could not be built: /data/page.log says &lt;why&gt;." in failed.text


async def test_the_waiting_page_continues_to_the_page_signed_in(development: Development, visitor: Visitor) -> None:
    visitor.address = development.site.url
    opened = await visitor.open()
    await expect(opened.get_by_text("The page is being built")).to_be_visible()
    await asyncio.sleep(1)  # in which the waiting page polls
    development.page.ready = True
    await expect(opened.get_by_role("button", name="Try it")).to_be_visible()


async def test_graphiql_opened_by_its_address_is_signed_in(development: Development, visitor: Visitor) -> None:
    development.page.ready = True
    visitor.address = development.site.url
    opened = await visitor.open("/graphiql", signed_in=False)
    await expect(opened.locator(".graphiql-query-editor .view-lines")).to_contain_text("tasks")
    await opened.get_by_role("button", name="Execute query").click()
    await expect(opened.locator(".result-window")).to_contain_text('"tasks"')


@pytest.mark.parametrize("host", ["task-record.example", "192.0.2.7:8000", "127.0.0.1.example"])
async def test_under_another_name_graphiql_has_no_token(development: Development, host: str) -> None:
    """Another site's name may resolve to this machine, and that site's scripts could read the token."""
    development.page.ready = True
    here = await development.site.http.get("/graphiql")
    elsewhere = await development.site.http.get("/graphiql", headers={"Host": host})
    assert 'name="development-token"' in here.text
    assert here.headers["Cache-Control"] == "no-store"
    assert elsewhere.status_code == 200
    assert "development-token" not in elsewhere.text

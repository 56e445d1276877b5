"""When storage refuses the URL of an image because it has expired, the page fetches a new one."""

import asyncio
import time
from typing import Any

import httpx2
import pytest
from playwright.async_api import expect

from server.settings.settings import Settings
from storage import object_urls as storage
from tests.api import Client
from tests.web.visitor import Visitor, completed


@pytest.mark.parametrize("shown", ["thumbnail", "picture"])
async def test_expired_address_is_renewed(
    settings: Settings, user: Client, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    task = await completed(user, "Renewed")
    page = await visitor.open("/?status=FAILED")  # a list without pictures
    addresses: list[str] = []
    # Without events, which would contain new URLs.
    await page.route_web_socket("**/graphql", lambda socket: None)
    asked, signed = asyncio.Event(), asyncio.Event()

    async def hold(route: Any) -> None:
        addresses.append(route.request.url)
        asked.set()
        await signed.wait()
        await route.continue_()

    await page.route(f"{settings.s3_public_endpoint_url}/**", hold)
    monkeypatch.setattr(storage, "time", lambda: time.time() - 3 * storage.URL_WINDOW)
    await page.goto(visitor.address + (f"/tasks/{task}" if shown == "picture" else "/"))
    await asked.wait()
    monkeypatch.undo()
    signed.set()
    image = page.get_by_alt_text("Result")
    if shown == "picture":
        image = page.get_by_role("dialog").get_by_alt_text("Result")
    await expect(image).to_be_visible()
    await expect(page.get_by_label("Image unavailable")).to_have_count(0)
    await page.wait_for_function("() => [...document.images].every((image) => image.naturalWidth > 0)")
    async with httpx2.AsyncClient() as http:
        assert [(await http.get(address)).status_code for address in (addresses[0], addresses[-1])] == [403, 200]

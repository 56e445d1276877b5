"""Tokens: pasted, given by the product that frames the page, expired."""

from typing import Any

import pytest

from server.development.signed_token import sign_token
from tests.api import Client
from tests.web.visitor import Visitor

expect = pytest.importorskip("playwright.async_api").expect


async def test_sign_in_with_a_pasted_token(user: Client, visitor: Visitor) -> None:
    page = await visitor.open(signed_in=False)
    for token in ("not a token", sign_token(user.secret, user.id, seconds=-60)):
        await page.get_by_label("Access token").fill(token)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_text("Your session has expired")).to_be_visible()
        await expect(page.get_by_label("Access token")).to_have_value("")
    await page.get_by_label("Access token").fill(user.token)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Access token")).to_be_visible()


async def test_token_from_the_product_that_frames_the_page(user: Client, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Framed")
    page = await visitor.open(signed_in=False)
    frame = '<iframe src="/" width="1000" height="800"></iframe>'
    await page.route("**/product", lambda route: route.fulfill(content_type="text/html", body=frame))
    token = user.token
    await page.add_init_script(f"if (window === parent) window.taskRecordToken = async () => '{token}'")
    await page.goto(f"{visitor.address}/product")
    await expect(page.frame_locator("iframe").get_by_role("article")).to_contain_text("Framed")


async def open_product(user: Client, visitor: Visitor, script: str, seconds: int) -> Any:
    """A product whose `taskRecordToken` knows the tokens `old`, which lasts so long, and `new`."""
    page = await visitor.open(signed_in=False)
    frame = '<iframe src="/" width="1000" height="800"></iframe>'
    await page.route("**/product", lambda route: route.fulfill(content_type="text/html", body=frame))
    old, new = (sign_token(user.secret, user.id, plan="pro", seconds=length) for length in (seconds, 3600))
    await page.add_init_script(f"""
        let asked = 0;
        const [old, renewed] = ["{old}", "{new}"];
        if (window === parent) window.taskRecordToken = async () => {script};
    """)
    return page


async def test_product_is_asked_again_for_a_token(user: Client, visitor: Visitor) -> None:
    """When the one it gave had expired, which nobody needs to hear of."""
    await user.task("createTask", prompt="Framed")
    page = await open_product(user, visitor, "++asked < 3 ? old : renewed", seconds=-60)
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 401 else None)
    await page.goto(f"{visitor.address}/product")
    content = page.frame_locator("iframe")
    await expect(content.get_by_role("article")).to_contain_text("Framed")
    await expect(content.get_by_role("alert")).to_have_count(0)
    assert refused == [f"{visitor.address}/graphql"]


async def test_changes_are_told_on_after_the_token_expired(user: Client, visitor: Visitor) -> None:
    task = await user.task("createTask", prompt="Framed")
    page = await open_product(user, visitor, "window.hasExpired ? renewed : old", seconds=3)
    row = page.frame_locator("iframe").get_by_role("article")
    async with page.expect_websocket() as connecting:
        await page.goto(f"{visitor.address}/product")
    async with (await connecting.value).expect_event("close"):
        await expect(row).to_contain_text("Waiting")
    await page.evaluate("window.hasExpired = true")
    await user.task("startTask", id=task["id"])
    await expect(row).to_contain_text("Generating")
    await user.task("failTask", id=task["id"], errorMessage="Heard of live")
    await expect(row).to_contain_text("Heard of live")

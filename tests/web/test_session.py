"""Tokens: pasted, given by the product that frames the page, expired."""

import pytest

from tests.api import Caller
from tests.web.conftest import Site, Visitor

expect = pytest.importorskip("playwright.async_api").expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_sign_in_with_a_pasted_token(user: Caller, visitor: Visitor) -> None:
    page = await visitor.open(signed_in=False)
    await page.get_by_label("Access token").fill("not a token")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("Your session has expired")).to_be_visible()
    await page.get_by_label("Access token").fill(user.headers["Authorization"].removeprefix("Bearer "))
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("No tasks yet")).to_be_visible()
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Access token")).to_be_visible()


async def test_token_from_the_product_that_frames_the_page(user: Caller, site: Site, visitor: Visitor) -> None:
    await user.task("createTask", prompt="Framed")
    page = await visitor.open(signed_in=False)
    frame = '<iframe src="/" width="1000" height="800"></iframe>'
    await page.route("**/product", lambda route: route.fulfill(content_type="text/html", body=frame))
    token = user.headers["Authorization"].removeprefix("Bearer ")
    await page.add_init_script(f"if (window === parent) window.taskRecordToken = async () => '{token}'")
    await page.goto(f"{site.address}/product")
    await expect(page.frame_locator("iframe").get_by_role("article")).to_contain_text("Framed")

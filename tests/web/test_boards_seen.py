"""Stars, boards with members, and links to pictures, from the viewer and a selection to who sees what."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Client
from tests.web.axe import no_violations
from tests.web.visitor import PHONE, Visitor, completed

expect = pytest.importorskip("playwright.async_api").expect

STARRED = "{ tasks(where: {isStarred: true}) { nodes { prompt } } }"
BOARDS = "{ boards(first: 5) { nodes { name taskCount role members { userId role } } } }"
LINKS = "{ shareLinks { nodes { showsPrompt allowsDownload expiresAt revokedAt } } }"


async def has_starred(user: Client, *prompts: str) -> None:
    """Wait until these are starred: the page shows it before the server has answered."""
    for _ in range(100):
        found = [task["prompt"] for task in (await user.data(STARRED))["tasks"]["nodes"]]
        if found == list(prompts):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(found)


@pytest.mark.slow
async def test_stars_by_mouse_and_keys_and_their_filter(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse")
    fox = await completed(user, "A fox")
    page = await visitor.open()
    tile = page.get_by_role("article").filter(has=page.locator(f"#view-{fox}"))
    await tile.hover()
    await tile.get_by_role("button", name="Star: A fox").click()
    await expect(tile.get_by_role("img", name="Starred")).to_be_visible()
    await has_starred(user, "A fox")
    await page.get_by_role("button", name="Starred only").click()
    await expect(page).to_have_url(re.compile("starred=yes"))
    await expect(page.get_by_role("article")).to_have_count(1)
    await no_violations(page)
    await page.locator(f"#view-{fox}").press("Enter")
    star = page.get_by_role("dialog").get_by_role("button", name="Star", exact=True)
    await expect(star).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("s")
    await expect(star).to_have_attribute("aria-pressed", "false")
    await page.keyboard.press("Escape")
    await has_starred(user)
    await page.get_by_role("button", name="Remove filter: Starred only").click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.locator(f"#view-{fox}").focus()
    await page.keyboard.press("Control+a")
    await page.get_by_role("toolbar").get_by_role("button", name="Star").click()
    await expect(page.get_by_role("img", name="Starred")).to_have_count(2)
    await has_starred(user, "A fox", "A lighthouse")


@pytest.mark.slow
async def test_from_a_picture_to_a_board_that_another_joins_on_a_phone(
    user: Client, visitor: Visitor, new_context: Callable[..., Any], site: Any
) -> None:
    lighthouse = await completed(user, "A lighthouse")
    await completed(user, "A fox")
    page = await visitor.open(f"/tasks/{lighthouse}")
    await expect(page.get_by_role("region", name="Task details")).to_be_visible()
    await page.keyboard.press("b")
    putting = page.get_by_role("dialog", name="Put on a board")
    # Said before anything is shared.
    await expect(putting).to_contain_text("members see the picture, prompt and cost")
    await putting.get_by_label("Name of a new board").fill("Lights")
    await page.keyboard.press("Enter")
    await expect(putting).to_have_count(0)
    await page.goto(f"{visitor.address}/")
    strip = page.get_by_role("navigation", name="Boards")
    await strip.get_by_role("link", name="Lights").click()
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.get_by_role("button", name="Statistics").click()
    own = page.get_by_role("row").filter(has_text="You")
    await expect(own).to_contain_text("150")
    by_month = page.get_by_role("table", name="What the tasks on this board used, month by month")
    [now] = await by_month.get_by_role("rowheader").all_inner_texts()
    await expect(by_month.get_by_role("row", name=now)).to_contain_text("150")
    await page.get_by_label("Month", exact=True).select_option(now)
    await expect(own).to_contain_text("150")
    await page.get_by_role("button", name="Members 1").click()
    members = page.get_by_role("dialog", name="Members")
    await members.get_by_role("button", name="Make an invitation").click()
    invitation = await members.get_by_label("Address of the link").input_value()
    await no_violations(page)

    other = site.new_client()
    guest = await (await new_context(locale="zh-CN", reduced_motion="reduce", **PHONE)).new_page()
    await guest.goto(f"{visitor.address}/#token={other.token}")
    await expect(guest.get_by_text("还没有任务")).to_be_visible()
    await guest.goto(invitation)
    await expect(guest.get_by_role("main")).to_contain_text("其他成员能看到你的用户 ID")
    await guest.get_by_role("button", name="加入", exact=True).tap()
    await expect(guest).to_have_url(re.compile(r"/boards/[0-9a-f-]{36}$"))
    await expect(guest.get_by_text(f"来自 {str(user.id)[:8]}")).to_be_visible()
    await no_violations(guest)
    assert await guest.evaluate("document.documentElement.scrollWidth") == 390
    await guest.get_by_role("article").tap()
    await expect(guest.get_by_role("dialog").get_by_text("A lighthouse").first).to_be_visible()
    await guest.keyboard.press("Escape")
    await guest.get_by_role("button", name="退出画板").tap()
    await guest.get_by_role("alertdialog").get_by_role("button", name="退出画板").tap()
    await expect(guest.get_by_text("还没有画板")).to_be_visible()
    assert (await other.data(BOARDS))["boards"]["nodes"] == []
    [board] = (await user.data(BOARDS))["boards"]["nodes"]
    assert board == {
        "name": "Lights",
        "taskCount": 1,
        "role": "OWNER",
        "members": [{"userId": str(user.id), "role": "OWNER"}],
    }


@pytest.mark.slow
async def test_a_picture_is_shared_and_the_link_ended(user: Client, visitor: Visitor) -> None:
    user.plan = "pro"
    task = await completed(user, "A lighthouse")
    page = await visitor.open(f"/tasks/{task}")
    await page.get_by_role("button", name="Share", exact=True).click()
    sharing = page.get_by_role("dialog", name="Share this picture")
    await sharing.get_by_label("Show the prompt").check()
    await sharing.get_by_label("1 day").check(force=True)
    await no_violations(page)
    await sharing.get_by_role("button", name="Make a link").click()
    address = await sharing.get_by_label("Address of the link").input_value()
    [link] = (await user.data(LINKS))["shareLinks"]["nodes"]
    assert (link["showsPrompt"], link["allowsDownload"], link["revokedAt"]) == (True, False, None)
    assert link["expiresAt"] is not None
    stranger = await (await visitor.new_context(locale="en-US")).new_page()
    await stranger.goto(address)
    await expect(stranger.get_by_text("A lighthouse").first).to_be_visible()
    await page.goto(f"{visitor.address}/links")
    end = page.get_by_role("button", name="End link: A lighthouse")
    await expect(end).to_be_visible()
    await no_violations(page)
    await end.click()
    await expect(page.get_by_text(re.compile("views? · ended"))).to_be_visible()
    [link] = (await user.data(LINKS))["shareLinks"]["nodes"]
    assert link["revokedAt"] is not None

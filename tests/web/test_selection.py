"""Selecting tasks by mouse and keys, deleting them, and undoing that."""

import re
from typing import Any

import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import PHONE, Visitor, record_numbered

expect = pytest.importorskip("playwright.async_api").expect

NOTE_WHAT_IS_SAID = """() => {
    window.said = [];
    const count = [...document.querySelectorAll("[role=status]")].find((one) => one.textContent.includes("in all"));
    new MutationObserver(() => said.push(count.textContent)).observe(count, { subtree: true, characterData: true });
}"""

TAKEN_BACK_FOR_LONG = """() => {
    const wait = setTimeout;
    window.setTimeout = (run, time) => wait(run, time === 10_000 ? 600_000 : time);
}"""


async def remaining(user: Client) -> int:
    count = (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"]["value"]
    return int(count)


def checkbox(page: Any, number: int) -> Any:
    return page.get_by_label(f"Select task: Task {number}", exact=True)


async def test_chooses_by_range_keys_and_drag(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_numbered(settings, user, 30)
    page = await visitor.open()
    bar = page.get_by_role("toolbar")
    await checkbox(page, 2).check()
    await checkbox(page, 6).click(modifiers=["Shift"])
    await expect(bar).to_contain_text("5 selected")
    await checkbox(page, 4).uncheck()
    await expect(bar).to_contain_text("4 selected")
    await page.keyboard.press("Control+a")
    await expect(bar).to_contain_text("30 selected")
    await page.keyboard.press("Escape")
    await expect(bar).to_have_count(0)
    boxes = [await page.get_by_role("link", name=f"View: Task {n}", exact=True).bounding_box() for n in (1, 3)]
    await page.mouse.move(boxes[0]["x"] + 60, boxes[0]["y"] + 60)
    await page.mouse.down()
    await page.mouse.move(boxes[1]["x"] + 10, boxes[1]["y"] + 80, steps=6)
    await page.mouse.up()
    await expect(bar).to_contain_text("3 selected")
    for number, chosen in [(1, True), (2, True), (3, True), (4, False)]:
        await expect(checkbox(page, number)).to_be_checked(checked=chosen)
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_undo_and_leaving(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_numbered(settings, user, 6)
    page, other = await visitor.open(), await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(6)
    await page.get_by_role("button", name="Delete: Task 3", exact=True).click()
    await expect(page.get_by_role("article")).to_have_count(5)
    await expect(page.get_by_role("link", name="View: Task 4", exact=True)).to_be_focused()
    await expect(page.get_by_text("5 in all")).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("article")).to_have_count(6)
    await expect(page.get_by_text("6 in all")).to_be_visible()
    await expect(page.get_by_role("link", name="View: Task 3", exact=True)).to_be_focused()
    assert await remaining(user) == 6
    # Of several deletions in a short time, each can be undone.
    await page.evaluate(TAKEN_BACK_FOR_LONG)
    for number in range(1, 6):
        await page.get_by_role("button", name=f"Delete: Task {number}", exact=True).click()
    await expect(page.get_by_text("1 in all")).to_be_visible()
    for number in range(1, 6):
        await page.get_by_role("button", name="Undo").first.click()
        await expect(page.get_by_role("link", name=f"View: Task {number}", exact=True)).to_be_focused()
    await expect(page.get_by_text("6 in all")).to_be_visible()
    assert await remaining(user) == 6

    for number in (2, 5):
        await checkbox(page, number).check()
    await page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("Deleted: 2")).to_be_visible()
    assert await remaining(user) == 6
    # A reader who has left the page cannot undo it any more.
    await page.goto("about:blank")
    await expect(other.get_by_role("article")).to_have_text([re.compile(f"Task {n}$") for n in (1, 3, 4, 6)])
    assert await remaining(user) == 4


@pytest.mark.parametrize("count", [3, 12])
async def test_what_has_happened_is_told_beside_what_can_be_done(
    settings: Settings, user: Client, visitor: Visitor, count: int
) -> None:
    """On a phone the message and the toolbar are as wide as the window; they do not overlap, wherever the list ends."""
    await record_numbered(settings, user, count)
    page = await visitor.open("/?view=list", **PHONE)
    for number in (1, 3):
        await checkbox(page, number).check()
    await page.get_by_role("button", name="Delete: Task 2", exact=True).tap()
    undo, bar = page.get_by_role("button", name="Undo"), page.get_by_role("toolbar")
    await expect(undo).to_be_in_viewport(ratio=1)
    above, below = await undo.bounding_box(), await bar.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert (await undo.bounding_box())["y"] + above["height"] <= (await bar.bounding_box())["y"]
    await bar.get_by_role("button", name="Clear selection").tap()
    await expect(bar).to_have_count(0)
    assert (await undo.bounding_box())["y"] > above["y"]


async def test_deletes_once_the_time_is_over(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_numbered(settings, user, 3)
    page = await visitor.open("/graphiql", alone=True)
    await page.clock.install()
    await page.goto(visitor.address)
    await page.get_by_role("button", name="Delete: Task 1", exact=True).click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.route("**/graphql", lambda route: route.abort())
    await expect(page.get_by_text("2 in all")).to_be_visible()
    await page.clock.run_for(10_000)
    await expect(page.get_by_text("Not deleted, the tasks are back")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(3)
    await expect(page.get_by_text("3 in all")).to_be_visible()
    await page.unroute("**/graphql")
    await page.get_by_role("button", name="Delete: Task 1", exact=True).click()
    await expect(page.get_by_text("2 in all")).to_be_visible()
    await page.evaluate(NOTE_WHAT_IS_SAID)
    async with page.expect_response(lambda response: "TaskCount" in (response.request.post_data or "")):
        await page.clock.run_for(10_000)
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_role("button", name="Delete: Task 2", exact=True)).to_be_visible()
    assert await page.evaluate("said") == []
    assert await remaining(user) == 2


async def test_all_that_match(settings: Settings, user: Client, visitor: Visitor) -> None:
    await record_numbered(settings, user, 230)
    page = await visitor.open("/?type=IMAGE_EDIT")
    bar, question = page.get_by_role("toolbar"), page.get_by_role("alertdialog")
    await page.evaluate(TAKEN_BACK_FOR_LONG)
    await page.get_by_role("button", name="Delete: Task 4", exact=True).click()
    await checkbox(page, 2).check()
    await bar.get_by_role("button", name="Select all 114").click()
    await expect(bar).to_contain_text("114 selected")
    await checkbox(page, 12).uncheck()
    await expect(bar).to_contain_text("113 selected")
    await bar.get_by_role("button", name="Delete").click()
    await expect(question).to_contain_text("Delete 113 tasks?")
    await question.get_by_role("button", name="Cancel").click()
    await expect(bar).to_contain_text("113 selected")
    await bar.get_by_role("button", name="Delete").click()
    await question.get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("Deleted: 113")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_contain_text("Task 12")
    await expect(page.get_by_text("1 in all", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("article")).to_contain_text(["Task 4", "Task 12"])
    await expect(page.get_by_text("2 in all", exact=True)).to_be_visible()
    assert await remaining(user) == 117

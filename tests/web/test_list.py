"""The list: how many tasks it shows, in which order, with which columns."""

import re

import asyncpg
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import DESKTOP, PHONE, Visitor, choose_view

IN_SIGHT = """() => [...document.querySelectorAll("article")].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const header = document.querySelector("[aria-label=Order]").getBoundingClientRect();
    return top >= header.bottom - 1 && bottom <= innerHeight;
}).length"""
SCROLL_TO = """async (number) => {
    while (!document.querySelector(`li[aria-posinset="${number}"]`)) {
        scrollBy(0, innerHeight / 2);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}"""
MEASURED = """UPDATE user_task_history SET tokens_used = (regexp_replace(prompt, '\\D', '', 'g')::integer * 37) % 101,
  cost = (regexp_replace(prompt, '\\D', '', 'g')::integer % 7) / 100.0, parameters = '{"seed": 9007199254740993}'
  WHERE user_id = $1"""
CREDITED = "UPDATE user_task_history SET credits_deducted = $3 WHERE user_id = $1 AND prompt ~ $2"


def tokens(number: int) -> int:
    return number * 37 % 101


async def test_columns_order_the_list(user: Client, visitor: Visitor, database: asyncpg.Connection) -> None:
    await visitor.record(300)
    await database.execute(MEASURED, user.id)
    page = await visitor.open("/?view=list", **DESKTOP)
    order, rows = page.get_by_role("table", name="Order"), page.get_by_role("article")
    await expect(order.get_by_role("columnheader", name="Created")).to_have_attribute("aria-sort", "descending")
    await expect(rows.first).to_be_visible()
    assert await page.evaluate(IN_SIGHT) >= 20, "the first screen has twenty rows"
    await order.get_by_role("button", name="Tokens").click()
    await expect(page).to_have_url(re.compile("order=tokens$"))
    most, *others = sorted(range(1, 301), key=lambda number: (-tokens(number), number))
    await expect(rows.first).to_contain_text(f"Tokens: {tokens(most)}")
    # Changes of tasks that are not loaded move nothing, which a later change proves.
    await database.execute(CREDITED, user.id, "Task", 5)
    await database.execute(CREDITED, user.id, f"Task ({most}|{others[0]}|{others[1]})$", 77)
    await expect(rows.first).to_contain_text("Credits: 77")
    await expect(page.locator("li[aria-posinset='2']")).to_contain_text(f"Tokens: {tokens(others[0])}")
    # The viewer goes on in the same order, and so do further pages.
    await rows.first.get_by_role("link").press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("1 / 300")
    await page.keyboard.press("Escape")
    await page.evaluate(SCROLL_TO, 100)
    await expect(page.locator("li[aria-posinset='100']")).to_contain_text(f"Tokens: {tokens(others[98])}")
    await page.evaluate("scrollTo(0, 0)")
    await order.get_by_role("button", name="Tokens").click()
    await expect(order.get_by_role("columnheader", name="Tokens")).to_have_attribute("aria-sort", "ascending")
    await expect(page).to_have_url(re.compile(r"order=tokens\.asc$"))
    await expect(rows.first).to_contain_text("Tokens: 0")
    await page.reload()
    await expect(rows.first).to_contain_text("Tokens: 0")
    await page.go_back()
    await expect(rows.first).to_contain_text(f"Tokens: {tokens(most)}")
    await order.get_by_role("button", name="Created").click()
    await expect(rows.first).to_contain_text("Task 1")
    await expect(page).not_to_have_url(re.compile("order="))


async def test_columns_are_chosen_and_remembered(user: Client, visitor: Visitor, database: asyncpg.Connection) -> None:
    await visitor.record(150)
    await database.execute(MEASURED, user.id)
    page = await visitor.open("/?view=list", **DESKTOP)
    first = page.get_by_role("article").first
    await expect(first).to_contain_text("Credits: 0")
    assert "seed" not in await first.inner_text()
    await page.get_by_role("button", name="View", exact=True).click()
    for name in ("Parameters", "Cost"):
        await page.get_by_role("checkbox", name=name).check()
    await page.get_by_role("checkbox", name="Credits").uncheck()
    await page.keyboard.press("Escape")
    # Exact, though JavaScript's numbers are not.
    await expect(first).to_contain_text("seed 9007199254740993")
    await expect(first).to_contain_text("Cost: $0.01")
    await expect(first).not_to_contain_text("Credits")
    await page.goto(f"{visitor.address}/?view=list")
    await expect(first).to_contain_text("seed 9007199254740993")
    await page.evaluate(SCROLL_TO, 150)
    await expect(page.locator("li[aria-posinset='150']")).to_contain_text("seed 9007199254740993")


async def test_on_a_phone_the_menu_has_the_order(user: Client, visitor: Visitor, database: asyncpg.Connection) -> None:
    await visitor.record(60)
    await database.execute(MEASURED, user.id)
    page = await visitor.open("/?view=list", **PHONE)
    await expect(page.get_by_role("article").first).to_contain_text("Task 1")
    await page.get_by_role("button", name="View", exact=True).tap()
    await page.get_by_role("combobox", name="Order").select_option("Oldest first")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("article").first).to_contain_text("Task 60")
    # The value that orders the list is shown, even if it is not one of the columns.
    await page.goto(f"{visitor.address}/?view=list&order=cost")
    await expect(page.get_by_role("article").first).to_contain_text("Cost: $0.06", use_inner_text=True)
    await page.goto(f"{visitor.address}/?view=list&order=time.asc")
    await choose_view(page, "Pictures")
    await expect(page.get_by_role("article").first).to_contain_text("Task 60")
    await expect(page.get_by_role("heading", level=4)).to_have_count(0)

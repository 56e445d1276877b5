"""The administration page: for administrators, and what it tells others."""

import pytest

from tests.api import Client
from tests.web.axe import AXE, violations
from tests.web.visitor import PHONE, Visitor

expect = pytest.importorskip("playwright.async_api").expect


async def test_from_the_menu_for_administrators(user: Client, visitor: Visitor) -> None:
    user.role = "admin"
    page = await visitor.open()
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_role("link", name="Administration").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
    await expect(page).to_have_title("Overview · Administration · Task record")
    await page.get_by_role("button", name="Check now").press("Enter")
    await expect(page.get_by_role("region", name="Integrity")).to_contain_text("Wrong totals0")
    await page.evaluate(AXE.read_text())
    assert "\n".join(await violations(page)) == ""
    await page.get_by_role("link", name="My tasks").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Task record")
    assert page.url == f"{visitor.address}/"


async def test_not_for_others(user: Client, visitor: Visitor) -> None:
    page = await visitor.open("/admin/users", locale="zh-CN", **PHONE)
    await expect(page.get_by_role("alert")).to_contain_text("此页面仅供管理员使用")
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await page.evaluate(AXE.read_text())
    assert "\n".join(await violations(page)) == ""
    await page.get_by_role("link", name="我的任务").last.tap()
    await page.get_by_role("button", name="用户菜单").tap()
    await expect(page.get_by_role("link", name="GraphiQL")).to_be_visible()
    await expect(page.get_by_role("link", name="管理")).to_have_count(0)

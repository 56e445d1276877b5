"""The first load: the size of scripts, and whether the page can be installed."""

import re

from playwright.async_api import expect

from server.pages import DIST
from tests.application import ServedApplication
from tests.web.visitor import Visitor

MOST = 160_000
"""Bytes of JavaScript, compressed by Brotli, at most; 5,000 of them are a language."""


def loaded_with(*pages_and_parts: str) -> dict[str, str]:
    """Return the text of the scripts of these pages and parts, and of all that they import statically, by name."""
    found: dict[str, str] = {}
    coming = [
        name
        for one in pages_and_parts
        for name in ([one] if one.endswith(".js") else re.findall(r'"/assets/([^"]+\.js)"', (DIST / one).read_text()))
    ]
    while coming:
        name = coming.pop()
        if name not in found:
            found[name] = (DIST / "assets" / name).read_text()
            coming += re.findall(r'(?:from|import)\s*"\./([^"]+\.js)"', found[name])
    return found


def test_scripts_are_small_and_later_parts_are_separate() -> None:
    scripts = loaded_with("index.html", *(path.name for path in (DIST / "assets").glob("FilterBar-*.js")))
    languages = [path.stat().st_size for path in (DIST / "assets").glob("zh-CN-*.js.br")]
    size = sum((DIST / "assets" / f"{name}.br").stat().st_size for name in scripts) + max(languages)
    assert size < MOST
    parts = ("Plot", "TaskPicture", "PopupContent", "Administration", "WebhooksPage", "TrashPage", "Comparison")
    apart = {path.name for part in parts for path in (DIST / "assets").glob(f"{part}-*.js")}
    assert len(apart) == len(parts)
    assert not apart & scripts.keys()


async def test_installable(site: ServedApplication, visitor: Visitor) -> None:
    page = await visitor.open(alone=True)
    address = await page.locator("link[rel=manifest]").get_attribute("href")
    answer = await site.http.get(address)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        size = (await site.http.get(icon["src"])).headers["Content-Type"]
        assert size == icon["type"]
    # Chromium's own check of what a page needs to be installed.
    session = await page.context.new_cdp_session(page)
    found = await session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
    await page.get_by_role("button", name="User menu").click()
    await page.get_by_label("Dark").click()
    await expect(page.locator("meta[name=theme-color][media=all]")).to_have_attribute("content", "#0f1117")

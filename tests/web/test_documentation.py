"""The site of docs/ at /docs: accessible on a desktop and a phone, searchable, without requests to other servers."""

import re
import tomllib
from typing import Any

import pytest
from playwright.async_api import expect

from tests.application import ServedApplication
from tests.docs.examples import ROOT
from tests.web.axe import no_violations


@pytest.fixture
async def open_page(new_context: Any, site: ServedApplication) -> Any:
    """Opens a page of the documentation; an error, or a request to another server, fails the test."""

    async def open_page(path: str, **options: Any) -> Any:
        page = await (await new_context(**options)).new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if site.url not in request.url else None)
        await page.goto(f"{site.url}/docs/{path}")
        return page

    complaints: list[str] = []
    yield open_page
    assert complaints == []


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
async def test_accessible(open_page: Any, viewport: dict[str, int]) -> None:
    for path in ("", "architecture.html"):
        page = await open_page(path, viewport=viewport)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await no_violations(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    drawn = page.get_by_role("img", name="Clients call the server's processes")
    assert await drawn.evaluate("image => image.naturalWidth") > 0


async def test_the_search_needs_no_other_server(open_page: Any) -> None:
    page = await open_page("")
    await page.get_by_role("button", name="Search").click()
    await page.keyboard.type("Two database roles")
    await page.get_by_role("option", name="Two database roles").click()
    await expect(page.get_by_role("heading", name="Two database roles")).to_be_in_viewport()


async def test_its_addresses(site: ServedApplication) -> None:
    short = await site.http.get("/docs")
    assert (short.status_code, short.headers["Location"]) == (307, "/docs/")
    for path in ("", "reference.html"):
        shown = await site.http.get(f"/docs/{path}")
        assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-cache")
        policy = shown.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self' 'sha256-" in policy
        assert "unsafe" not in policy.split("script-src")[1].split(";")[0]
    again = await site.http.get("/docs/", headers={"If-None-Match": (await site.http.get("/docs/")).headers["ETag"]})
    assert again.status_code == 304
    for path in ("nosuch.html", "../pyproject.toml", "%2e%2e/pyproject.toml", "images"):
        assert (await site.http.get(f"/docs/{path}")).status_code == 404


def pages_of(nav: list[Any]) -> list[str]:
    return [page for entry in nav for page in (pages_of(*entry.values()) if isinstance(entry, dict) else [entry])]


async def test_llms_txt_lists_the_markdown_of_all_pages(site: ServedApplication) -> None:
    """It has the form of https://llmstxt.org."""
    listed = await site.http.get("/llms.txt")
    assert (listed.status_code, listed.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    title, summary, _, *sections = listed.text.split("\n\n")
    assert title == "# Task Record"
    assert re.fullmatch("> .+", summary)
    assert all(section.startswith("## ") for section in sections[::2])
    entries = [line for section in sections[1::2] for line in section.splitlines()]
    found = [re.fullmatch(rf"- \[[^\]]+\]\({site.url}/docs/([\w-]+\.md)\): \S.*", entry) for entry in entries]
    pages = [one[1] for one in found if one]
    assert len(pages) == len(entries)
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    assert sorted(["index.md", *pages]) == sorted(pages_of(nav)) == sorted(one.name for one in ROOT.glob("docs/*.md"))
    for page in pages:
        for path in (page, page.replace(".md", ".html.md")):
            shown = await site.http.get(f"/docs/{path}")
            assert (shown.status_code, shown.headers["Content-Type"]) == (200, "text/markdown; charset=utf-8")
            assert shown.content == (ROOT / "docs" / page).read_bytes()

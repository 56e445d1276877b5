"""A photograph of 30 MB, larger than the server accepts as a body, is uploaded from the page straight to storage."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from playwright.async_api import expect

from tests.api import Client
from tests.web.visitor import Visitor

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="session")
def photograph() -> bytes:
    """A JPEG of 20 to 40 MB, of random pixels, which do not compress."""
    size = (3600, 2700)
    file = io.BytesIO()
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(file, "JPEG", quality=97, subsampling=0)
    assert 20 * MEGABYTE < len(file.getvalue()) < 40 * MEGABYTE
    return file.getvalue()


async def send(page: Any, path: Path, *, bytes_per_second: int) -> Any:
    """Fill in and send the form for a new task with this file, at this upload speed, and return the form."""
    await page.get_by_role("button", name="Try it").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox", name="Prompt").fill("Make it night")
    await form.get_by_label("Choose images").set_input_files(path)
    await form.get_by_label("Complete it with a sample picture").uncheck()
    session = await page.context.new_cdp_session(page)
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", line)
    await form.get_by_role("button", name="Create").click()
    return form


async def test_a_large_photograph_is_stored_unchanged(
    user: Client, visitor: Visitor, photograph: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "photograph.jpg"
    path.write_bytes(photograph)
    page = await visitor.open()
    await page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const bar = document.querySelector("progress[value]");
            if (bar) window.seen.push(bar.value);
        }).observe(document.body, { attributes: true, childList: true, subtree: true });
    }""")
    await send(page, path, bytes_per_second=20 * MEGABYTE)
    await expect(page.get_by_text("Task created")).to_be_visible(timeout=60_000)
    seen = await page.evaluate("seen")
    assert seen == sorted(seen)
    assert [part for part in seen if 0 < part < 1] != []
    query = "{ tasks { nodes { originalImage { url size sha256 contentType } } } }"
    [task] = (await user.data(query))["tasks"]["nodes"]
    image = task["originalImage"]
    assert (image["size"], image["contentType"]) == (len(photograph), "image/jpeg")
    async with httpx2.AsyncClient() as http:
        stored = (await http.get(image["url"])).content
    assert image["sha256"] == hashlib.sha256(stored).hexdigest() == hashlib.sha256(photograph).hexdigest()


async def test_an_upload_canceled_on_the_way_is_deleted(
    user: Client, visitor: Visitor, photograph: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "photograph.jpg"
    path.write_bytes(photograph)
    page = await visitor.open()
    async with page.expect_request(lambda request: request.method == "PUT", timeout=30_000):
        form = await send(page, path, bytes_per_second=MEGABYTE)
    await expect(form.get_by_role("progressbar", name="Uploading the original")).to_be_visible()
    async with page.expect_event("requestfailed", lambda request: request.method == "PUT"):
        await form.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_text("Task canceled")).to_be_visible()
    await expect(form.get_by_role("button", name="Create")).to_be_enabled()
    await expect(form.get_by_text("photograph.jpg")).to_be_visible()
    assert await user.data("{ tasks { nodes { id } } }") == {"tasks": {"nodes": []}}

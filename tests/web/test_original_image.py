"""Pasting or dropping an original image into the form for a new task."""

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.pictures import picture
from tests.web.visitor import Visitor, drop

COPY_A_PICTURE = """async () => {
    const canvas = new OffscreenCanvas(80, 60);
    canvas.getContext("2d").fillRect(0, 0, 40, 30);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
}"""


async def open_form(visitor: Visitor) -> tuple[Any, Any]:
    page = await visitor.open(permissions=["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Try it").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox", name="Prompt").fill("Make it night")
    await form.get_by_label("Complete it with a sample picture").uncheck()
    return page, form


async def recorded_original(page: Any, form: Any, user: Client) -> dict[str, Any]:
    """Send the form, and return the original image that the API has."""
    await expect(form.get_by_alt_text("Original image")).to_have_js_property("complete", value=True)
    await form.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("Task created")).to_be_visible(timeout=20_000)
    query = "{ tasks { nodes { originalImage { width height } } } }"
    [task] = (await user.data(query))["tasks"]["nodes"]
    return dict(task["originalImage"])


async def test_pasted(user: Client, visitor: Visitor) -> None:
    page, form = await open_form(visitor)
    await page.evaluate(COPY_A_PICTURE)
    await page.keyboard.press("Control+V")
    assert await recorded_original(page, form, user) == {"width": 80, "height": 60}


async def test_dropped(user: Client, visitor: Visitor, tmp_path: Path) -> None:
    original = tmp_path / "original.png"
    original.write_bytes(picture((640, 480)))
    page, form = await open_form(visitor)
    await drop(page, form.get_by_text("Drop, paste or choose images"), original)
    await expect(form.get_by_text("original.png")).to_be_visible()
    assert await recorded_original(page, form, user) == {"width": 640, "height": 480}

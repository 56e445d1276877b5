"""Pasting or dropping an original image into the form for a new task."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import picture
from tests.web.visitor import Visitor, drop

COPY_A_PICTURE = """async () => {
    const canvas = new OffscreenCanvas(80, 60);
    canvas.getContext("2d").fillRect(0, 0, 40, 30);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
}"""


@pytest.mark.parametrize(("way", "size"), [("pasted", (80, 60)), ("dropped", (640, 480))])
async def test_an_image_is_pasted_or_dropped(
    user: Client, visitor: Visitor, tmp_path: Path, way: str, size: tuple[int, int]
) -> None:
    page = await visitor.open(permissions=["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Try it").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox", name="Prompt").fill("Make it night")
    await form.get_by_label("Complete it with a sample picture").uncheck()
    if way == "pasted":
        await page.evaluate(COPY_A_PICTURE)
        await page.keyboard.press("Control+V")
    else:
        original = tmp_path / "original.png"
        original.write_bytes(picture(size))
        await drop(page, form.get_by_text("Drop, paste or choose images"), original)
        await expect(form.get_by_text("original.png")).to_be_visible()
    await expect(form.get_by_alt_text("Original image")).to_have_js_property("complete", value=True)
    await form.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("Task created")).to_be_visible(timeout=20_000)
    [task] = (await user.data("{ tasks { nodes { originalImage { width height } } } }"))["tasks"]["nodes"]
    assert task["originalImage"] == dict(zip(("width", "height"), size, strict=True))

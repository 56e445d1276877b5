"""A browser that opens the URL of an image that is also a page, a script or an archive treats it as an image."""

from typing import Any

import pytest

from tests.api import Client
from tests.pictures import data_url
from tests.storage.images.attacks import HARMLESS, SCRIPT

Error = pytest.importorskip("playwright.async_api").Error


async def test_an_image_that_is_also_a_script_does_not_run(user: Client, new_context: Any) -> None:
    made = {name: (make(), content_type) for name, (make, content_type) in HARMLESS.items()}
    scripted = {name: image for name, image in made.items() if SCRIPT in image[0] and len(image[0]) < 10_000}
    assert len(scripted) > 4
    context = await new_context()
    page = await context.new_page()
    alarms: list[str] = []
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    for name, (content, content_type) in scripted.items():
        image = {"dataUrl": data_url(content)}
        task = await user.task("createTask", prompt=name, originalImage=image)
        url = task["originalImage"]["url"]
        await page.goto(url)
        assert await page.evaluate("[document.contentType, document.scripts.length]") == [content_type, 0], name
        await page.goto("about:blank")
        await page.add_script_tag(url="data:text/javascript,ran = true")
        assert await page.evaluate("ran")
        with pytest.raises(Error, match="Failed to load script"):
            await page.add_script_tag(url=url)
    assert alarms == []

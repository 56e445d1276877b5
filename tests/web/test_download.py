"""Downloading the pictures of a selection as a ZIP, which the browser makes."""

import asyncio
import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import asyncpg
from PIL import Image
from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.visitor import Visitor

# Files are named by prompt and minute, and numbered if both are the same.
SAME_MINUTE = "UPDATE user_task_history SET created_at = date_trunc('hour', now()) WHERE user_id = $1"


async def painted(user: Client, prompt: str, seed: int, *others: bytes) -> bytes:
    content = picture(seed=seed)
    task = await user.task("createTask", prompt=prompt)
    more = [{"dataUrl": data_url(one)} for one in others]
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(content)}, moreImages=more)
    return content


async def test_a_selection_as_a_zip(
    user: Client, visitor: Visitor, database: asyncpg.Connection, tmp_path: Path
) -> None:
    others = [picture(seed=seed) for seed in (10, 11)]
    prompts = ["灯塔：夜晚/暴风雨", "灯塔：夜晚/暴风雨", "../A\u202efox"]
    pictures = [await painted(user, prompt, seed) for seed, prompt in enumerate(prompts)]
    several = await painted(user, "Several", 9, *others)
    await user.task("createTask", prompt="Without a picture")
    await database.execute(SAME_MINUTE, user.id)
    page = await visitor.open()
    await expect(page.get_by_role("article")).to_have_count(5)
    for box in await page.get_by_label("Select task:").all():
        await box.check()
    download = page.get_by_role("toolbar").get_by_role("button", name="Download")

    async with page.expect_download() as downloading:
        await download.click()
    await expect(page.get_by_text("Pictures downloaded: 6")).to_be_visible()
    downloaded = await downloading.value
    assert re.fullmatch(r"Task record \d{4}-\d\d-\d\d\.zip", downloaded.suggested_filename)
    await downloaded.save_as(tmp_path / "pictures.zip")
    with ZipFile(tmp_path / "pictures.zip") as archive:
        assert archive.testzip() is None
        found = {name[len("2026-11-25 14.09 ") :]: archive.read(name) for name in archive.namelist()}
    assert [found.pop(f"Several{number}.png") for number in ("", " (2)", " (3)")] == [several, *others]
    assert found.keys() == {"灯塔：夜晚 暴风雨.png", "灯塔：夜晚 暴风雨 (2).png", ".. A fox.png"}
    assert set(found.values()) == set(pictures)
    assert all(Image.open(io.BytesIO(content)).format == "PNG" for content in found.values())

    held = asyncio.Event()

    async def hold_one(route: Any) -> None:
        if route.request.url == lost:
            await route.abort()
        else:
            await held.wait()
            await route.continue_()

    [lost, *_] = [
        task["generatedImage"]["url"]
        for task in (await user.data("{ tasks { nodes { generatedImage { url } } } }"))["tasks"]["nodes"]
        if task["generatedImage"]
    ]
    await page.route("**/task-history/**", hold_one)
    await download.click()
    await expect(page.get_by_role("progressbar", name="Downloading pictures")).to_be_visible()
    await page.get_by_role("button", name="Clear selection").click()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_text("Download canceled")).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_count(0)

    for box in await page.get_by_label("Select task:").all():
        await box.check()
    held.set()
    async with page.expect_download() as downloading:
        await download.click()
    await expect(page.get_by_text("1 picture could not be downloaded; the ZIP contains 5 others.")).to_be_visible()
    with ZipFile(await (await downloading.value).path()) as archive:
        assert len(archive.namelist()) == 5

    await page.unroute("**/task-history/**")
    await page.get_by_role("button", name="Clear selection").click()
    await page.get_by_role("link", name="View: Several").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Download all").click()
    with ZipFile(await (await downloading.value).path()) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [several, *others]
    await expect(page.get_by_text("Pictures downloaded: 3")).to_be_visible()

"""The page says in the place of a picture or a prompt that it has expired."""

from datetime import UTC, datetime
from uuid import UUID

from playwright.async_api import expect

from models.claims import NOBODY
from models.database import Database
from models.retention.aged_tasks import FoundTask, Part
from resolvers.retention.removal import Removal
from server.settings.settings import Settings
from tests.api import Client
from tests.web.visitor import PHONE, Visitor, choose_view, completed, middle


async def remove(settings: Settings, *parts: Part, task_id: str) -> None:
    """Remove these parts of the task, as the clean-up does."""
    found = [FoundTask(UUID(task_id), NOBODY, datetime.now(UTC))]
    async with Database(settings.database_url.get_secret_value()) as database:
        for part in parts:
            assert await Removal(database, NOBODY, None).remove_batch(part, found, "too old") == 1


async def test_the_page_names_expired_images_and_prompts(settings: Settings, user: Client, visitor: Visitor) -> None:
    task = await completed(user, "A lighthouse")
    page = await visitor.open()
    tile = page.get_by_role("article")
    await expect(tile.get_by_alt_text("Result")).to_be_visible()
    await remove(settings, Part.IMAGES, task_id=task)  # while the page shows the task
    await expect(tile).to_contain_text("Image expired")
    await expect(tile).to_contain_text("A lighthouse")
    await remove(settings, Part.PROMPT, task_id=task)
    await expect(tile).to_contain_text("Prompt expired")
    await choose_view(page, "List")
    await expect(tile).to_contain_text("Tokens: 150")
    for words in ("Image expired", "Prompt expired"):
        await expect(tile).to_contain_text(words)
    await tile.get_by_role("link", name="View: Prompt expired").click()
    opened = page.get_by_role("dialog")
    await expect(opened.get_by_text("Image expired")).to_be_visible()
    await expect(opened.get_by_text("Images removed", exact=True)).to_be_visible()
    await expect(opened.get_by_role("button", name="Copy prompt")).to_have_count(0)

    page = await visitor.open(**PHONE | {"locale": "zh-CN"})
    await expect(page.get_by_role("article")).to_contain_text("图片已过期移除")
    await page.touchscreen.tap(*await middle(page.get_by_role("article")))
    await expect(page.get_by_role("dialog").get_by_text("图片已过期移除")).to_be_visible()

"""The page shows a user's credits, their entries and the price of a new task, and follows changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from playwright.async_api import expect

from server.development.demo import demo_user
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.pictures import data_url, picture
from tests.web.visitor import Visitor

PLANS = Path(demo_user.__file__).parents[1] / "plans.toml"


async def test_credits_from_buying_to_spending(user: Client, settings: Settings, visitor: Visitor) -> None:
    values = {name: getattr(settings, name) for name in Settings.model_fields} | {"plans_file": PLANS}
    async with on_port(Settings(**values)) as server:
        visitor.address, user.http, user.plan = server.url, server.http, demo_user.DEMO_PLAN
        service = server.new_client(role="service", plan=demo_user.DEMO_PLAN)
        given = {"id": str(uuid4()), "userId": str(user.id), "amount": 3, "reason": "Order 1042"}
        given["expiresAt"] = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        await service.mutate("grantCredits", "credits { available }", **given)

        page = await visitor.open("/?status=FAILED", viewport={"width": 390, "height": 844}, has_touch=True)
        await page.get_by_role("button", name="User menu").tap()
        await page.get_by_role("button", name="Credits: 3 available").tap()
        dialog = page.get_by_role("dialog", name="Credits")
        await expect(dialog.locator("dl")).to_have_text("Available3Held for tasks0Expire within 7 days3")
        changes = dialog.get_by_role("listitem")
        await expect(changes).to_have_count(1)
        await expect(changes).to_contain_text("Received Order 1042+3")
        assert page.url.endswith("/credits?status=FAILED")

        task = await user.task("createTask", prompt="A fox")
        await expect(changes.first).to_contain_text("A foxHeld for a task-1")
        await expect(dialog.locator("dl")).to_contain_text("Available2Held for tasks1")
        await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())})
        await expect(changes.first).to_contain_text("A foxTask completed-1")
        await expect(changes).to_have_count(2)
        await expect(changes.first.locator("img")).to_have_js_property("complete", True)

        await changes.first.get_by_role("link", name="View: A fox").tap()
        await expect(page.get_by_role("dialog")).to_contain_text("A fox")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.get_by_role("button", name="Try it").tap()
        form = page.get_by_role("dialog")
        await expect(form).to_contain_text("Costs 1 credit; 2 are available")
        await user.task("createTask", prompt="Another fox")
        await form.get_by_label("Type").select_option("IMAGE_EDIT")
        await expect(form).to_contain_text("Not enough credits: this costs 2, 1 is available")

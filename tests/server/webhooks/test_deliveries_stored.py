"""How long deliveries are stored, and when users are warned that their credits run low."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from models.database import Database
from server.jobs import forget_deliveries
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.server.webhooks.attempted import DELIVERIES, sent
from tests.server.webhooks.receiver import Receiver

PLANS = """
[pro]
task_types = ["image_generation"]
max_image_size = 1000000
credits_low = 10
[pro.credit_prices]
image_generation = 3
"""


@pytest.mark.slow
async def test_deliveries_are_forgotten_after_thirty_days_and_with_their_webhook(
    settings: Settings, user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    (old, _), (deleted, _) = [await receiver.webhook(user, path, "TASK_CREATED") for path in ("/old", "/deleted")]
    for _ in range(2):
        await user.task("createTask", prompt="a fox")
    first, second = await sent(user, old, "DELIVERED", 2)
    await sent(user, deleted, "DELIVERED", 2)
    age = "UPDATE task_record.webhook_deliveries SET created_at = now() - $2::interval WHERE id = $1"
    await database.execute(age.replace("$2", "'30 days 1 minute'"), first["id"])
    await database.execute(age.replace("$2", "'29 days 23 hours'"), second["id"])
    assert [one["id"] for one in (await user.data(DELIVERIES, id=old))["node"]["deliveries"]["nodes"]] == [second["id"]]
    await user.mutate("deleteWebhook", "deletedWebhookId", id=deleted)
    async with Database(settings.database_url.get_secret_value()) as pool:
        await forget_deliveries(pool)
    left = await database.fetch("SELECT id FROM task_record.webhook_deliveries WHERE user_id = $1", user.id)
    assert [str(row["id"]) for row in left] == [second["id"]]


@pytest.fixture
async def priced(settings: Settings, tmp_path: Path) -> AsyncIterator[Application]:
    file = tmp_path / "plans.toml"
    file.write_text(PLANS)
    values = {name: getattr(settings, name) for name in Settings.model_fields} | {"plans_file": file}
    async with in_process(Settings(**values)) as application:
        yield application


async def test_a_user_with_few_credits_left_is_warned_once(priced: Application, receiver: Receiver) -> None:
    user, back_end = priced.new_client(), priced.new_client(role="service")
    webhook, secret = await receiver.webhook(user, "/credits", "CREDITS_LOW")

    async def give(amount: int) -> None:
        given = {"id": str(uuid4()), "userId": str(user.id), "amount": amount, "reason": "bought"}
        assert (await back_end.mutate("grantCredits", "credits { available }", **given))["errors"] == []

    await give(15)
    for _ in range(3):  # 12, 9, 6
        await user.task("createTask", prompt="a fox")
    [first] = await receiver.until("/credits")
    assert first.verified(secret)["data"] == {
        "userId": str(user.id),
        "available": 9,
        "held": 6,
        "warningLevel": 10,
    }
    await give(4)  # 10: no longer low
    await user.task("createTask", prompt="a fox")
    _, second = await receiver.until("/credits", 2)
    assert (second.event["type"], second.event["data"]["available"]) == ("credits.low", 7)
    assert len(await sent(user, webhook, "DELIVERED", 2)) == 2

"""`details` of an error of a mutation give programs the cause of the refusal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from models.exports.export_statements import MOST_PREPARED
from models.webhooks.webhook_statements import MOST_OWN
from resolvers.exceptions import CONFLICT, QUOTA_EXCEEDED, InputRefusal
from resolvers.images.create_image_upload import MAX_OPEN_UPLOADS
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.images.announced_uploads import ANNOUNCED
from tests.resolvers.images.direct_upload import announced
from tests.resolvers.retention.ages import with_plans

IMAGE = picture()
SIZE = len(IMAGE)
PLANS = f"""
[small]
task_types = ["image_generation"]
max_image_size = {SIZE}
max_storage = {SIZE}
max_tasks_per_month = 3
can_export = true

[priced]
task_types = ["image_generation"]
max_image_size = 1_000_000
credit_prices = {{ image_generation = 3 }}
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS)


@pytest.fixture
def user(new_client: NewClient) -> Client:
    return new_client(plan="small")


async def details(user: Client, name: str, code: str, **input: Any) -> Any:
    """Return the details of the only error of a mutation that is refused with this code."""
    kind = name[0].upper() + name[1:]
    query = f"mutation ($input: {kind}Input!) {{ {name}(input: $input) {{ errors {{ code details }} }} }}"
    [error] = (await user.data(query, input=input))[name]["errors"]
    assert error["code"] == code
    return error["details"]


async def test_the_state_of_a_task_that_is_in_the_way(user: Client, new_client: NewClient) -> None:
    given = {"id": str(uuid4()), "prompt": "A fox"}
    await user.task("createTask", **given)
    for ending, given_to_it, status in ((None, {}, "PENDING"), ("failTask", {"errorMessage": "x"}, "FAILED")):
        if ending:
            await user.task(ending, id=given["id"], **given_to_it)
        taken = await details(user, "createTask", "CONFLICT", **given | {"prompt": "A wolf"})
        assert taken == {"taskId": given["id"], "status": status}
    image = {"dataUrl": data_url(IMAGE)}
    for name, more in (
        ("startTask", {}),
        ("completeTask", {"image": image}),
        ("failTask", {"errorMessage": "y"}),
        ("uploadOriginalImage", {"image": image}),
    ):
        ended = await details(user, name, "CONFLICT", id=given["id"], **more)
        assert ended == {"taskId": given["id"], "status": "FAILED"}
    stranger = new_client(plan="small")
    assert await details(stranger, "createTask", "CONFLICT", **given) is None
    await user.mutate("deleteTask", "deletedTaskId", id=given["id"])
    assert await details(user, "createTask", "CONFLICT", **given) is None


async def test_the_quota_of_a_plan_that_is_used_up(user: Client, database: Connection) -> None:
    image = {"dataUrl": data_url(IMAGE)}
    task = await user.task("createTask", prompt="A fox", originalImage=image)
    full = {"limit": "max_storage", "maximum": SIZE, "used": SIZE, "added": SIZE}
    assert await details(user, "completeTask", "QUOTA_EXCEEDED", id=task["id"], image=image) == full
    assert await details(user, "createImageUpload", "QUOTA_EXCEEDED", **announced(task["id"], IMAGE)) == full
    large = await details(user, "createImageUpload", "TOO_LARGE", **announced(task["id"], IMAGE + b"x"))
    assert large == {"limit": "max_image_size", "maximum": SIZE, "size": SIZE + 1}
    for _ in range(2):
        await user.task("createTask", prompt="A fox")
    month = await details(user, "createTask", "QUOTA_EXCEEDED", prompt="A fox")
    assert month == {"limit": "max_tasks_per_month", "maximum": 3, "used": 3}


async def test_quotas_of_a_user(new_client: NewClient, database: Connection) -> None:
    user = new_client(plan="priced")
    task_id = str(uuid4())
    await user.data("{ viewer { id } }")
    await database.execute(ANNOUNCED, user.id, user.id, MAX_OPEN_UPLOADS)
    uploads = await details(user, "createImageUpload", "QUOTA_EXCEEDED", **announced(task_id, IMAGE) | {"taskId": None})
    assert uploads == {"limit": "open_uploads", "maximum": MAX_OPEN_UPLOADS, "used": MAX_OPEN_UPLOADS}
    exporter = new_client(plan="small")
    for _ in range(MOST_PREPARED):
        await exporter.mutate("exportTasks", "export { url }", format="CSV")
    exports = await details(exporter, "exportTasks", "QUOTA_EXCEEDED", format="CSV")
    assert exports == {"limit": "prepared_exports", "maximum": MOST_PREPARED, "used": MOST_PREPARED}
    hook = {"url": "https://localhost/", "events": ["TASK_CREATED"]}
    for _ in range(MOST_OWN):
        created = await user.mutate("createWebhook", "webhook { id }", **hook)
    webhooks = await details(user, "createWebhook", "QUOTA_EXCEEDED", **hook)
    assert webhooks == {"limit": "webhooks", "maximum": MOST_OWN, "used": MOST_OWN}
    webhook_id = created["webhook"]["id"]
    await user.mutate("updateWebhook", "webhook { id }", id=webhook_id, enabled=False)
    off = await details(user, "testWebhook", "CONFLICT", id=webhook_id)
    assert off == {"webhookId": webhook_id, "disabledReason": "SWITCHED_OFF"}


async def test_credits_that_are_too_few_or_were_given(new_client: NewClient) -> None:
    user, service = new_client(plan="priced"), new_client(role="service", plan="priced")
    grant = {"id": str(uuid4()), "userId": str(user.id), "amount": 2, "reason": "a gift"}
    await service.mutate("grantCredits", "credits { available }", **grant)
    assert await details(service, "grantCredits", "CONFLICT", **grant | {"amount": 3}) == {"grantId": grant["id"]}
    few = await details(user, "createTask", "INSUFFICIENT_CREDITS", prompt="A fox")
    assert few == {"available": 2, "reserved": 3}


async def test_ids_that_are_at_fault(user: Client, new_client: NewClient) -> None:
    task = await user.new_task()
    missing = [str(uuid4()), str(uuid4())]
    found = await details(user, "deleteTasks", "NOT_FOUND", ids=[missing[0], task, missing[1]])
    assert found == {"taskIds": missing}
    service = new_client(role="service", plan="small")
    theirs = await service.new_task(userId=str(user.id))
    assert await details(user, "deleteTasks", "FORBIDDEN", ids=[task, theirs]) == {"taskId": theirs}


async def test_there_are_none_where_there_is_nothing_to_add(user: Client) -> None:
    assert await details(user, "createTask", "INVALID", prompt="") is None
    assert await details(user, "startTask", "NOT_FOUND", id=str(uuid4())) is None


def refusals(base: type[InputRefusal] = InputRefusal) -> Iterator[type[InputRefusal]]:
    for one in base.__subclasses__():
        yield one
        yield from refusals(one)


def test_every_conflict_and_every_quota_has_details() -> None:
    """A new one has to say, too, what is in the way."""
    codes = {CONFLICT, QUOTA_EXCEEDED}
    found = [one for one in refusals() if one.code in codes and one.__module__.startswith("resolvers.")]
    assert len(found) >= 10
    assert [one.__name__ for one in found if one.details is InputRefusal.details] == []

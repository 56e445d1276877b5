"""A user's plan: what their token says or, for a back end's calls, the stored one."""

import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client, NewClient, mutation
from tests.pictures import data_url, picture
from tests.resolvers.administration.entries import audited
from tests.resolvers.retention.ages import with_plans
from tests.resolvers.waiting import until

SMALL, LARGE = ({"dataUrl": data_url(picture(size))} for size in ((64, 48), (300, 200)))
SIZE = len(picture())
PLANS = f"""
[free]
task_types = ["image_generation"]
max_image_size = {SIZE}

[pro]
task_types = ["image_generation", "image_edit"]
max_image_size = 1_000_000

[tidy]
task_types = ["image_generation"]
max_image_size = 1_000_000
trash_days = 0
"""
SET = "user { id plan { name } }"
STORED = "SELECT plan FROM task_record.user_plans WHERE user_id = $1"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS)


@pytest.fixture
def service(new_client: NewClient) -> Client:
    """A back end whose token names no plan."""
    return new_client(role="service", plan=None)


async def set_plan(service: Client, user_id: UUID, plan: str) -> None:
    payload = await service.mutate("setPlan", f"{SET}", userId=str(user_id), plan=plan)
    assert payload == {"user": {"id": str(user_id), "plan": {"name": plan}}, "errors": []}


class Issued(Client):
    """A user whose token was issued `seconds` from now, and names a plan or none."""

    seconds = 0.0

    @property
    def token(self) -> str:
        now = time.time()
        claims: dict[str, Any] = {"sub": str(self.id), "aud": "authenticated", "exp": int(now) + 3600}
        claims["iat"] = int(now + self.seconds)
        if self.plan:
            claims["app_metadata"] = {"plan": self.plan}
        return jwt.encode(claims, JWT_SECRET, "HS256")


def issued(user: Client, seconds: float, plan: str | None) -> Issued:
    client = Issued(user.http, user.id, plan=plan)
    client.seconds = seconds
    return client


async def plan_of(service: Client, user: Client) -> str | None:
    found = (await service.data("query ($id: ID!) { user(id: $id) { plan { name } } }", id=str(user.id)))["user"]
    return found and str(found["plan"]["name"])


async def test_back_ends_act_under_the_stored_plan(user: Client, service: Client, database: Connection) -> None:
    """The default plan where none is stored; tests/resolvers/test_plans_of_users.py tries each mutation."""
    given = {"userId": str(user.id), "prompt": "A fox"}
    assert (await service.refused("createTask", **given, originalImage=LARGE))["code"] == "TOO_LARGE"
    assert (await service.refused("createTask", **given, taskType="IMAGE_EDIT"))["code"] == "PLAN_LIMIT"
    await set_plan(service, user.id, "pro")
    task = await service.new_task(**given, taskType="IMAGE_EDIT", originalImage=LARGE)
    await set_plan(service, user.id, "free")
    error = await service.refused("completeTask", id=task, image=LARGE)
    assert (error["code"], f"the plan free allows {SIZE} bytes" in error["message"]) == ("TOO_LARGE", True)
    assert (await service.task("completeTask", id=task, image=SMALL))["status"] == "COMPLETED"
    assert await database.fetchval(STORED, user.id) == "free"


async def test_a_plan_in_the_token_of_a_back_end_applies_to_the_call(
    user: Client, service: Client, new_client: NewClient, database: Connection, administrator: Client
) -> None:
    """The stored plan stays, which may be set again; setting it is audited."""
    for plan in ("free", "pro", "pro"):
        await set_plan(service, user.id, plan)
    entries = [("SET_PLAN", str(service.id), 0, f"plan {plan}") for plan in ("pro", "pro", "free")]
    assert await audited(administrator, user) == entries
    await new_client(role="service", plan="free").task("createTask", userId=str(user.id), prompt="A fox")
    assert await database.fetchval(STORED, user.id) == "pro"


@pytest.mark.parametrize(
    ("seconds", "plan", "stored"),
    [(-5, "free", "pro"), (0, "free", "pro"), (5, "free", "free"), (5, None, "pro"), (-5, None, "pro")],
)
async def test_it_stands_until_a_later_token_names_one(
    user: Client, service: Client, database: Connection, seconds: float, plan: str | None, stored: str
) -> None:
    await set_plan(service, user.id, "pro")
    await issued(user, seconds, plan).task("createTask", prompt="A fox")
    assert (await plan_of(service, user), await database.fetchval(STORED, user.id)) == (stored, stored)
    # From then on it is as if no back end had set one.
    if stored == "free":
        await issued(user, -60, "pro").task("createTask", prompt="A fox")
        assert await plan_of(service, user) == "pro"


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "stored"), [(5, "free"), (-5, "pro")])
async def test_a_later_token_counts(
    user: Client, service: Client, database: Connection, seconds: float, stored: str
) -> None:
    await set_plan(service, user.id, "pro")
    await issued(user, seconds, "free").data("{ viewer { id } }")
    last = issued(service, 5, "free")  # recorded after the user, or with them
    last.id = uuid4()
    await set_plan(service, last.id, "pro")
    await last.data("{ viewer { id } }")
    await until(lambda: database.fetchval(f"{STORED} AND plan = 'free'", last.id), 30)
    assert await database.fetchval(STORED, user.id) == stored


async def test_invalid_plans_and_callers_are_refused(user: Client, service: Client, new_client: NewClient) -> None:
    message = "There is no plan platinum; the plans are: free, pro, tidy."
    error = await service.refused("setPlan", SET, userId=str(user.id), plan="platinum")
    assert error == {"field": ["input", "plan"], "code": "INVALID", "message": message}
    assert (await service.refused("setPlan", SET, userId="me", plan="pro"))["field"] == ["input", "userId"]
    assert await plan_of(service, user) is None
    for client in (user, new_client(role="admin")):
        given = {"userId": str(user.id), "plan": "pro"}
        assert await client.error_code(mutation("setPlan", SET), input=given) == "FORBIDDEN"


async def test_the_trash_follows_its_owners_plan(service: Client, new_client: NewClient) -> None:
    """The trash of `tidy` retains nothing; the plan that a back end's own token names applies to all users."""
    users = [new_client(plan=plan) for plan in ("tidy", "pro", "tidy", "pro")]
    for user in users:
        await user.task("createTask", prompt="A fox", externalId="p-1")
    for by, some in ((service, users[:2]), (new_client(role="service", plan="tidy"), users[2:])):
        ids = []
        for user in some:
            ids.append((await user.data('{ taskByExternalId(externalId: "p-1") { id } }'))["taskByExternalId"]["id"])
            await by.task("failTask", id=ids[-1], errorMessage="No fox")
        trashed = await by.mutate("trashTasks", "trashedTaskIds", ids=ids)
        assert trashed == {"trashedTaskIds": ids, "errors": []}
    trash = [(await user.data("{ trash { nodes { id } } }"))["trash"]["nodes"] for user in users]
    assert [len(tasks) for tasks in trash] == [0, 1, 0, 0]

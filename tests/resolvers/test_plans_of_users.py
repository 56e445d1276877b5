"""
A back end whose token names no plan acts under the plan of the task's user, with every mutation that a plan limits.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from schema.schema import schema
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application, in_process
from tests.pictures import data_url, picture
from tests.resolvers.credits.ledger import give
from tests.resolvers.images.direct_upload import announced
from tests.resolvers.provenance.labelled import fetched
from tests.resolvers.retention.ages import with_plans

SMALL, LARGE = picture((120, 80)), picture((300, 200))
PLANS = {
    "wide": """
[wide]
task_types = ["image_generation", "image_edit"]
max_image_size = 1_000_000
can_share = true
mark_images = "zh-CN"
""",
    "narrow": f"""
[narrow]
task_types = ["image_generation"]
max_image_size = {len(SMALL)}
trash_days = 0
credit_prices = {{ image_generation = 1 }}
mark_images = "en"
""",
}
REFUSED = {
    "createTask": "PLAN_LIMIT",
    "recordTasks": "INVALID",
    "uploadOriginalImage": "TOO_LARGE",
    "createImageUpload": "TOO_LARGE",
    "completeTask": "TOO_LARGE",
    "failTask": "INVALID",
    "createShareLink": "PLAN_LIMIT",
}
"""The mutations that a plan limits, with the code of the narrow plan's refusal."""
DONE = {"trashTasks"}
"""A mutation that does something else under another plan."""
UNLIMITED = {
    *("startTask", "cancelTask", "deleteTask", "deleteTasks", "restoreTasks", "emptyTrash", "rateTask", "starTasks"),
    *("grantCredits", "revokeCredits", "purgeTasks", "eraseUser", "setPlan", "revokeShareLink"),
    *("createWebhook", "updateWebhook", "rotateWebhookSecret", "deleteWebhook", "resendWebhook", "testWebhook"),
    *("createBoard", "updateBoard", "deleteBoard", "addToBoard", "removeFromBoard", "setBoardMember"),
    *("inviteToBoard", "joinBoard", "revokeInvitation", "saveView", "deleteView"),
}
"""Mutations that no plan limits."""
OWN = {"exportTasks"}
"""A mutation that a plan limits for the caller's own tasks alone; an administrator exports anybody's."""


@pytest.fixture(scope="module", params=["wide", "narrow"])
async def with_default(
    request: pytest.FixtureRequest, shared_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Application]:
    """An application whose plan for tokens that name none is the first, so one or the other."""
    plans = "".join(sorted(PLANS.values(), key=lambda text: request.param not in text.split("]")[0]))
    async with in_process(with_plans(shared_settings, tmp_path_factory.mktemp("plans"), plans)) as application:
        yield application


@pytest.fixture
def application(with_default: Application) -> Application:
    return with_default


@pytest.fixture
def service(new_client: NewClient) -> Client:
    return new_client(role="service", plan=None)


async def user_on(service: Client, plan: str, new_client: NewClient) -> Client:
    user = new_client(plan=plan)
    await give(service, user, 100)
    given = {"userId": str(user.id), "plan": plan}
    assert (await service.mutate("setPlan", "user { plan { name } }", **given))["errors"] == []
    return user


async def codes_of(service: Client, name: str, **given: Any) -> list[str]:
    """The codes of what the mutation refuses, those of a batch's items too."""
    result = "results { errors { code } }" if name == "recordTasks" else "__typename"
    payload = await service.mutate(name, result, **given)
    return [error["code"] for one in [payload, *payload.get("results", [])] for error in one["errors"]]


def test_each_mutation_is_listed() -> None:
    """A new one has to be tried here, or named among those that no plan limits."""
    mutations = schema._schema.mutation_type
    assert mutations
    assert {*mutations.fields} == {*REFUSED, *DONE, *UNLIMITED, *OWN}


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["wide", "narrow"])
async def test_a_back_end_acts_under_the_users_plan(service: Client, new_client: NewClient, plan: str) -> None:
    user = await user_on(service, plan, new_client)
    of_user, large = {"userId": str(user.id), "prompt": "A fox"}, {"dataUrl": data_url(LARGE)}
    task, ended = [await service.new_task(**of_user) for _ in range(2)]
    await service.task("completeTask", id=ended, image={"dataUrl": data_url(SMALL)}, creditsDeducted=0)
    failed = {"errorMessage": "No fox", "creditsDeducted": 2}
    tried: dict[str, dict[str, Any]] = {
        "createTask": of_user | {"taskType": "IMAGE_EDIT"},
        "recordTasks": {"tasks": [{"task": of_user | {"id": str(uuid4())}, "outcome": {"failed": failed}}]},
        "uploadOriginalImage": {"id": task, "image": large},
        "createImageUpload": announced(task, LARGE),
        "failTask": {"id": task, **failed},
        "completeTask": {"id": await service.new_task(**of_user), "image": large},
        "createShareLink": {"taskId": ended},
    }
    assert tried.keys() == REFUSED.keys()
    for name, given in tried.items():
        assert await codes_of(service, name, **given) == ([REFUSED[name]] if plan == "narrow" else []), name
    assert await codes_of(service, "trashTasks", ids=[ended]) == []
    kept = (await service.data("query ($id: ID!) { task(id: $id) { trashedAt } }", id=ended))["task"]
    assert (kept is None) is (plan == "narrow")


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["wide", "narrow"])
async def test_a_mark_is_in_the_language_of_the_users_plan(service: Client, new_client: NewClient, plan: str) -> None:
    user = await user_on(service, plan, new_client)
    marked = []
    for client in (user, service):
        task = await service.task("createTask", userId=str(user.id), prompt="A fox")
        await service.task("completeTask", id=task["id"], image={"dataUrl": data_url(SMALL)}, creditsDeducted=0)
        query = "query ($id: ID!) { task(id: $id) { generatedImage { url(variant: MARKED) } } }"
        url = (await client.data(query, id=task["id"]))["task"]["generatedImage"]["url"]
        marked.append(await fetched(url))
    assert marked[0] == marked[1]

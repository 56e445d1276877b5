"""Each operation of the page and the clients runs few statements, as many for many tasks as for one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from graphql import concat_ast, parse, print_ast, separate_operations

from models.tasks.task_changes import ReportedChange, TaskEventKind
from resolvers.access import Caller, Role
from resolvers.context import Context
from schema.schema import schema
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from tests.api import Client
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import announced
from tests.statements import insert_tasks, recorded_statements

TOP = Path(__file__).parents[2]
SOURCES = TOP / "web" / "src"


def operations(*folders: Path) -> dict[str, str]:
    """Return the operations in these folders as they are sent, by name, without those generated from the SDL."""
    files = [path for folder in folders for path in folder.glob("*.graphql") if path.name != "generated.graphql"]
    document = concat_ast([parse(path.read_text()) for path in files])
    # Apollo Client removes `@unmask` before it sends the document.
    return {name: print_ast(one).replace(" @unmask", "") for name, one in separate_operations(document).items()}


@cache
def own_operations() -> dict[str, str]:
    """Return the operations of the clients and of the page, except Integrity, which reads everything."""
    of_page = operations(*{path.parent for path in SOURCES.rglob("*.graphql")} - {SOURCES / "graphiql"})
    found = operations(TOP / "clients" / "operations") | of_page
    return {name: text for name, text in found.items() if not name.startswith("Integrity")}


MOST_STATEMENTS = {
    0: """
        Activity AuditTrail DatabasesReached ErasureProgress MarkOfPlan OverallHistory OverallStatistics OverallUse
        Storage UserRanking
    """,
    1: """
        AllTaskIds BoardName BoardNames CancelTask ComparedTasks CreditHistory CreditTasks Credits Currency
        DeleteTask DeleteTasks DeleteView DeleteWebhook EmptyTrash EraseUser FailTask Failures FindUser Labels
        MarkedPictures ModelsUsed OriginOfDraft PurgeTasks RateTask RecordTasks RestoreTasks RestoredTasks
        RotateWebhookSecret SavedViews StartTask StatisticsCards StatisticsChart SwitchWebhook Task TaskByExternalId
        TaskEvents TaskFan TaskList TaskListBefore TaskListBeforeOfUser TaskListOfUser TaskOfUser TaskParameters
        TaskPicture TaskThumbnails TaskToRepeat Tasks TasksAfter TasksAfterOfUser TasksBefore TasksBeforeOfUser
        TasksToDownload TimeZone TimelineEnd TimelineMonths Trash TrashTasks UpdateWebhook UserUsage
    """,
    2: """
        Board Boards BoardsOfTask BoardsOfTasks CatchUp CreateImageUpload CreateTask CreateWebhook ExportTasks
        FailureReasons FailureReasonsOfUser Insights ModelComparison ResendFailed ShareLinks StarTasks TaskTotals
        TaskTotalsOfUser TasksOfUser TestWebhook TrashCount UnusualDay UserMenu WebhookList
    """,
    3: """
        AddToBoard BeginTask BoardMembers CompleteTask CreateBoard CreateShareLink DeleteBoard InviteToBoard
        RemoveFromBoard ResendDelivery RevokeShareLink TaskPlace TaskPlaceOfUser UpdateBoard VerifyImage
        WebhookPanels
    """,
    4: """
        BoardMonths JoinBoard Prompts RevokeInvitation SaveView SetBoardMember SimilarTasks TaskLineage Usage
    """,
    5: """
        BoardTasks
    """,
}
"""The operations by the number of statements that each may run."""
AT_MOST = {name: count for count, names in MOST_STATEMENTS.items() for name in names.split()}
FILTER = {
    "search": "fox",
    "status": ["COMPLETED", "PENDING"],
    "taskType": ["IMAGE_GENERATION"],
    "createdAt": {"gte": "2020-01-01T00:00:00Z"},
}
OF_LIST = ("TaskList", "TaskListBefore", "TaskTotals", "FailureReasons", "TasksAfter", "TasksBefore")
"""The operations on a list that the administration page has of one user."""
IMAGE = {"dataUrl": data_url(picture())}
NOTED_LATER = dict.fromkeys(("Prompts", "SimilarTasks"), 2)
"""Operations that find tasks only once the worker has indexed their prompts."""
OF_TWO_MODELS = """INSERT INTO user_task_history (user_id, prompt, model_version, status, completed_at)
  SELECT $1, 'A fox', model, 'completed', now() FROM unnest('{a, b}'::text[]) AS model"""


@pytest.fixture
def user(new_client: Callable[..., Client]) -> Client:
    """An administrator of the application in this process, who may send all operations of the page."""
    return new_client(role="admin")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    yield connection
    await connection.close()


def of_user(user_id: UUID, task_id: str) -> dict[str, dict[str, Any]]:
    """Return the variables of the administration page's operations, by name, for this user and task."""
    whose, place = {"userId": str(user_id), "where": FILTER}, {"userId": str(user_id), "id": task_id}
    span = {"from": "2026-01-01", "to": "2026-12-31"}
    return {
        "Activity": {"period": "DAY", **span},
        "OverallUse": span,
        "AuditTrail": {"userId": str(user_id)},
        "DatabasesReached": {},
        "EraseUser": {"userId": str(user_id), "dryRun": True},
        "ErasureProgress": {"id": str(user_id)},
        "Failures": {},
        "FindUser": {"id": str(user_id)},
        "OverallHistory": {"period": "DAY", **span},
        "OverallStatistics": {"period": "MONTH"},
        "PurgeTasks": {"createdBefore": "2000-01-01T00:00:00Z", "dryRun": True},
        "Storage": span,
        "UserRanking": {"orderBy": "TOKENS"},
        "UserUsage": {"id": str(user_id)},
        "TaskOfUser": {"id": task_id},
        "TaskPlaceOfUser": place,
        "TasksOfUser": {"id": str(user_id), "first": 100},
        **{f"{name}OfUser": whose for name in OF_LIST},
    }


async def of_webhooks(user: Client) -> dict[str, dict[str, Any]]:
    """Create a webhook with a test event; return the variables of the page's operations on webhooks, by name."""
    fields = {"url": "https://app.example.com/hooks", "events": ["TASK_CREATED"]}
    made = await user.mutate("createWebhook", "webhook { id }", **fields)
    webhook = {"id": made["webhook"]["id"]}
    tested = await user.mutate("testWebhook", "delivery { id }", **webhook)
    return {
        "CreateWebhook": {"input": fields},
        "ResendDelivery": {"id": tested["delivery"]["id"]},
        "ResendFailed": {"webhookId": webhook["id"], "since": "2026-01-01T00:00:00Z"},
        "RotateWebhookSecret": webhook,
        "SwitchWebhook": webhook | {"enabled": True},
        "TestWebhook": webhook,
        "UpdateWebhook": webhook | fields,
        "WebhookList": {},
        "WebhookPanels": webhook,
        "DeleteWebhook": webhook,
    }


async def of_boards(user: Client, other: Client, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Put tasks on a board that another shares; return the variables of the operations on boards and links, by name."""
    board, others = [
        (await one.mutate("createBoard", "board { id }", name="Foxes"))["board"]["id"] for one in (user, other)
    ]
    await user.mutate("addToBoard", "board { id }", boardId=board, taskIds=ids)
    first, second = [await user.mutate("inviteToBoard", "secret invitation { id }", boardId=board) for _ in range(2)]
    await other.mutate("joinBoard", "board { id }", secret=first["secret"])
    invited = await other.mutate("inviteToBoard", "secret", boardId=others)
    link = await user.mutate("createShareLink", "shareLink { id }", taskId=ids[0])
    view = await user.mutate("saveView", "savedView { id }", name="Foxes")
    tasks = {"boardId": board, "taskIds": ids[:20]}
    return {
        "StarTasks": {"ids": ids, "starred": True},
        "Boards": {},
        "BoardsOfTask": {"id": ids[0]},
        "BoardsOfTasks": {"ids": ids[:30]},
        "BoardName": {"id": board},
        "BoardNames": {},
        "CreateBoard": {"input": {"name": "Hares"}},
        "AddToBoard": tasks,
        "Board": {"id": board},
        "BoardTasks": {"id": board},
        "BoardMembers": {"id": board},
        "BoardMonths": {"id": board, "month": "2026-11-01"},
        "UpdateBoard": {"input": {"id": board, "name": "Wolves", "coverTaskId": ids[0]}},
        "InviteToBoard": {"id": str(uuid4()), "boardId": board, "role": "VIEWER"},
        "RevokeInvitation": {"id": second["invitation"]["id"]},
        "JoinBoard": {"secret": invited["secret"]},
        "SetBoardMember": {"boardId": board, "userId": str(other.id), "role": "CONTRIBUTOR"},
        "RemoveFromBoard": tasks,
        "DeleteBoard": {"id": board},
        "SavedViews": {},
        "SaveView": {"input": {"id": view["savedView"]["id"], "name": "Hares", "position": 0}},
        "DeleteView": {"id": view["savedView"]["id"]},
        "ShareLinks": {},
        "CreateShareLink": {"input": {"taskId": ids[0]}},
        "RevokeShareLink": {"id": link["shareLink"]["id"]},
    }


def variables(ids: list[str], new: list[str]) -> dict[str, dict[str, Any]]:
    """Return the variables of each operation, by name: of the listed tasks, or of new ones that it changes."""
    today, begun = datetime.now(UTC).date(), str(uuid4())
    earlier, day, next_day = (str(today + timedelta(days=days)) for days in (-390, 0, 1))
    return {
        "AllTaskIds": {"startingAt": "2099-01-01T00:00:00Z", "where": FILTER},
        "CancelTask": {"id": new[5]},
        "CatchUp": {"where": FILTER, "listed": ids},
        "ComparedTasks": {"ids": ids[:4]},
        "CompleteTask": {"input": {"id": new[0], "image": IMAGE, "tokensUsed": 1, "creditsDeducted": 1}},
        "CreateImageUpload": {"input": announced(new[1], picture())},
        "CreateTask": {"input": {"prompt": "A fox", "aspectRatio": "1:1", "originalImage": IMAGE}},
        "CreditHistory": {},
        "CreditTasks": {"ids": ids},
        "Currency": {},
        "Credits": {"soon": f"{next_day}T00:00:00Z"},
        "ExportTasks": {"input": {"format": "CSV", "where": FILTER}},
        "FailTask": {"input": {"id": new[2], "errorMessage": "no"}},
        "Insights": {"from": earlier, "to": next_day},
        "ModelComparison": {"models": ["a", "b"], "from": earlier, "to": next_day},
        "RateTask": {"id": new[0], "rating": 4},
        "Labels": {},
        "Prompts": {"search": "fox"},
        "SimilarTasks": {"to": {"taskId": ids[0]}, "first": 8},
        "ModelsUsed": {"from": earlier, "to": next_day},
        "OriginOfDraft": {"id": ids[0]},
        "BeginTask": {"input": {"id": begun, "prompt": "A fox", "externalId": begun}, "start": {"id": begun}},
        "RecordTasks": {"input": {"tasks": [{"task": {"prompt": "A fox"}} for _ in ids]}},
        "Task": {"id": ids[0]},
        "TaskByExternalId": {"externalId": begun},
        "Tasks": {"first": 100, "where": FILTER, "orderBy": {"field": "TOKENS_USED"}},
        "StartTask": {"input": {"id": new[3]}},
        "StatisticsCards": {"period": "MONTH"},
        "StatisticsChart": {"period": "DAY", "from": "2026-01-01", "to": "2026-12-31"},
        "TaskTotals": {"where": FILTER},
        "FailureReasons": {"where": FILTER},
        "TaskFan": {"id": ids[0]},
        "TaskLineage": {"id": ids[0]},
        "TaskList": {"where": FILTER},
        "TaskParameters": {"ids": ids[:20]},
        "TaskPicture": {"id": ids[0]},
        "TaskThumbnails": {"id": ids[0]},
        "TaskListBefore": {"where": FILTER},
        "TaskPlace": {"id": ids[0]},
        "TasksAfter": {"where": FILTER},
        "TasksBefore": {"where": FILTER},
        "TimelineEnd": {"where": FILTER},
        "TimelineMonths": {"from": "2026-01-01", "to": "2026-12-31"},
        "TasksToDownload": {"ids": ids},
        "MarkOfPlan": {},
        "MarkedPictures": {"id": new[3]},
        "VerifyImage": {"image": IMAGE},
        "TimeZone": {},
        "TaskToRepeat": {"id": ids[0]},
        "UnusualDay": {"earlier": earlier, "day": day, "next": next_day},
        "Usage": {"earlier": earlier, "from": earlier, "hoursFrom": earlier, "to": next_day},
        "UserMenu": {},
        "TrashTasks": {"ids": ids[1:] or ids[:1]},
        "RestoreTasks": {"ids": ids[1:] or ids[:1]},
        "RestoredTasks": {"ids": ids[:10]},
        "Trash": {},
        "TrashCount": {},
        "EmptyTrash": {},
        "DeleteTask": {"input": {"id": ids[0]}},
        "DeleteTasks": {"ids": ids[1:] or [new[4]]},
    }


async def statements_of_event(settings: Settings, user: Client, task_id: str) -> list[str]:
    """Return the statements that one event of the page's subscription runs."""
    async with open_database(settings) as database, open_storage(settings) as storage:
        caller = Caller(user.id, Role.USER, settings.plans["pro"], datetime.now(UTC) + timedelta(seconds=20))
        events = await schema.subscribe(
            own_operations()["TaskEvents"], context_value=Context(caller, database, storage)
        )
        async with recorded_statements() as statements:
            coming = asyncio.ensure_future(anext(events))
            while not database.events.subscribers:  # noqa: ASYNC110
                await asyncio.sleep(0)
            database.events.hand_on(user.id, ReportedChange(TaskEventKind.UPDATED, UUID(task_id)))
            event = await coming
        assert event.errors is None
        assert event.data is not None
        assert event.data["taskEvents"]["task"]["prompt"] == "A fox"
    return statements


async def statements_of(user: Client, name: str, given: dict[str, Any]) -> list[str]:
    async with recorded_statements() as statements:
        data = await user.data(own_operations()[name], **given)
    assert [
        field for field in data.values() if field is None or (isinstance(field, dict) and field.get("errors"))
    ] == []
    return statements


@pytest.mark.slow
async def test_operations_run_few_statements_for_any_number_of_tasks(
    settings: Settings, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    counts: list[dict[str, int]] = []
    for count in (1, 60):
        user = new_client(role="admin")  # all operations together cost half of what one user may in a minute
        ids = await insert_tasks(database, user.id, count)
        new = [(await user.task("createTask", prompt="New"))["id"] for _ in range(6)]
        await database.execute(OF_TWO_MODELS, user.id)
        await user.data("{ labels { taskCount } }")  # prompts are indexed from here on
        ran = {"TaskEvents": await statements_of_event(settings, user, ids[0])}
        asked = (
            of_user(user.id, ids[0])
            | await of_webhooks(user)
            | await of_boards(user, new_client(), ids)
            | variables(ids, new)
        )
        ran |= {name: await statements_of(user, name, given) for name, given in asked.items()}
        counts.append({name: len(statements) for name, statements in ran.items()})
    of_one, of_sixty = counts
    assert of_one | NOTED_LATER == of_sixty | NOTED_LATER
    assert of_one.keys() == own_operations().keys()
    assert {name: count for name, count in of_one.items() if count > AT_MOST[name]} == {}

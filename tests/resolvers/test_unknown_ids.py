"""Another user's id is treated like an unknown one: no answer reveals which ids exist."""

import json
from typing import Any, NamedTuple
from uuid import uuid4, uuid5

import pytest
from asyncpg import Connection
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type

from schema.schema import schema
from tests.api import Client, NewClient, mutation
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import new_board
from tests.resolvers.credits.ledger import give
from tests.resolvers.images.direct_upload import announced, uploaded
from tests.resolvers.sharing.links import completed, shared
from tests.resolvers.webhooks.hooks import create, note

CONTENT = picture()
IMAGE = {"dataUrl": data_url(CONTENT)}
SINCE = "2001-01-01T00:00:00Z"
ID = "$id"
"""Stands for the id that is tried."""


class Tried(NamedTuple):
    """An operation, what it is given, and the kind of object whose id is tried in it."""

    name: str
    given: dict[str, Any]
    of: str = "task"
    result: str = "task { id }"


UPLOAD = {"image": {"uploadId": ID}}
COPY = {"image": {"taskImage": {"taskId": ID}}}
OWN = {"id": "$own"}
SOURCES = [{"taskId": ID, "relation": "EDIT", "imageIndex": 0}]


def one_of_several(given: dict[str, Any], outcome: dict[str, Any] | None = None, of: str = "task") -> Tried:
    """A task that is recorded by `recordTasks`."""
    tasks = [{"task": {"prompt": "A hen", **given}, "outcome": outcome}]
    return Tried("recordTasks", {"tasks": tasks}, of, "results { task { id } errors { field code message details } }")


KINDS = ("task", "webhook", "delivery", "entry", "link", "board")

TRIED: dict[str, list[Tried]] = {
    "StartTaskInput.id": [Tried("startTask", {"id": ID})],
    "CompleteTaskInput.id": [Tried("completeTask", {"id": ID, "image": IMAGE})],
    "FailTaskInput.id": [Tried("failTask", {"id": ID, "errorMessage": "No"})],
    "CancelTaskInput.id": [Tried("cancelTask", {"id": ID})],
    "RateTaskInput.id": [Tried("rateTask", {"id": ID, "rating": 5})],
    "DeleteTaskInput.id": [Tried("deleteTask", {"id": ID}, result="deletedTaskId")],
    "DeleteTasksInput.ids": [Tried("deleteTasks", {"ids": ["$own", ID]}, result="deletedTaskIds")],
    "TrashTasksInput.ids": [Tried("trashTasks", {"ids": ["$own", ID]}, result="trashedTaskIds")],
    "StarTasksInput.ids": [Tried("starTasks", {"ids": ["$own", ID]}, result="tasks { id }")],
    "UpdateBoardInput.id": [Tried("updateBoard", {"id": ID, "name": "x"}, "board", "board { id }")],
    "UpdateBoardInput.coverTaskId": [Tried("updateBoard", {"id": "$board", "coverTaskId": ID}, result="board { id }")],
    "DeleteBoardInput.id": [Tried("deleteBoard", {"id": ID}, "board", "deletedBoardId")],
    **{
        f"{name[0].upper()}{name[1:]}Input.{field}": [
            Tried(name, {"boardId": "$board", "taskIds": ["$own"]} | given, of, "board { id }")
        ]
        for name in ("addToBoard", "removeFromBoard")
        for field, of, given in (("boardId", "board", {"boardId": ID}), ("taskIds", "task", {"taskIds": ["$own", ID]}))
    },
    "InviteToBoardInput.boardId": [Tried("inviteToBoard", {"boardId": ID}, "board", "invitation { id }")],
    "RevokeInvitationInput.id": [Tried("revokeInvitation", {"id": ID}, "invitation", "board { id }")],
    "SetBoardMemberInput.boardId": [
        Tried("setBoardMember", {"boardId": ID, "userId": str(uuid4())}, "board", "board { id }")
    ],
    "SetBoardMemberInput.userId": [
        Tried("setBoardMember", {"boardId": "$board", "userId": ID, "role": "VIEWER"}, "user", "board { id }")
    ],
    "DeleteViewInput.id": [Tried("deleteView", {"id": ID}, "view", "deletedViewId")],
    "SaveViewInput.id": [Tried("saveView", {"id": ID, "name": ID}, "view", "savedView { id name where }")],
    "Query.board(id)": [Tried("query", {"field": 'board(id: "$id") { id }'}, "board")],
    "TaskFilter.board": [Tried("query", {"field": 'tasks(where: {board: ["$id"]}) { nodes { id } }'}, "board")],
    "RestoreTasksInput.ids": [Tried("restoreTasks", {"ids": ["$own", ID]}, result="restoredTaskIds")],
    "UploadOriginalImageInput.id": [Tried("uploadOriginalImage", {"id": ID, "image": IMAGE})],
    "CreateImageUploadInput.taskId": [
        Tried("createImageUpload", announced("", CONTENT) | {"taskId": ID}, result="upload { id }")
    ],
    "CreateImageUploadInput.userId": [
        Tried("createImageUpload", announced("", CONTENT) | {"taskId": None, "userId": ID}, "user", "upload { id }")
    ],
    "TaskSourceInput.taskId": [
        Tried("createTask", {"prompt": "A hen", "sources": SOURCES}),
        one_of_several({"sources": SOURCES}),
    ],
    "TaskImageInput.taskId": [
        Tried("createTask", {"prompt": "A hen", "originalImage": COPY["image"]}),
        Tried("completeTask", OWN | COPY),
        Tried("uploadOriginalImage", OWN | COPY),
        one_of_several({"originalImage": COPY["image"]}),
        one_of_several({}, {"completed": COPY}),
    ],
    "ImageInput.uploadId": [
        Tried("createTask", {"prompt": "A hen", "originalImage": UPLOAD["image"]}, "upload"),
        Tried("completeTask", OWN | UPLOAD, "upload"),
        Tried("uploadOriginalImage", OWN | UPLOAD, "upload"),
        one_of_several({"originalImage": UPLOAD["image"]}, of="upload"),
        one_of_several({}, {"completed": UPLOAD}, "upload"),
    ],
    "CreateTaskInput.userId": [
        Tried("createTask", {"prompt": "A hen", "userId": ID}, "user"),
        one_of_several({"userId": ID}, {"canceled": {}}, "user"),
    ],
    "ExportTasksInput.boardId": [Tried("exportTasks", {"format": "REPORT", "boardId": ID}, "board", "export { url }")],
    "ExportTasksInput.userId": [Tried("exportTasks", {"format": "CSV", "userId": ID}, "user", "export { url }")],
    "UpdateWebhookInput.id": [Tried("updateWebhook", {"id": ID, "enabled": False}, "webhook", "webhook { id }")],
    "RotateWebhookSecretInput.id": [Tried("rotateWebhookSecret", {"id": ID}, "webhook", "secret")],
    "DeleteWebhookInput.id": [Tried("deleteWebhook", {"id": ID}, "webhook", "deletedWebhookId")],
    "TestWebhookInput.id": [Tried("testWebhook", {"id": ID}, "webhook", "delivery { id }")],
    "ResendFailedInput.webhookId": [
        Tried("resendWebhook", {"failed": {"webhookId": ID, "since": SINCE}}, "webhook", "resentDeliveries")
    ],
    "ResendWebhookInput.deliveryId": [Tried("resendWebhook", {"deliveryId": ID}, "delivery", "resentDeliveries")],
    "EraseUserInput.userId": [Tried("eraseUser", {"userId": ID}, "user", "erasure { id }")],
    "GrantCreditsInput.userId": [
        Tried(
            "grantCredits", {"id": str(uuid4()), "userId": ID, "amount": 1, "reason": "x"}, "user", "credits { held }"
        )
    ],
    "GrantCreditsInput.id": [
        Tried(
            "grantCredits", {"id": ID, "userId": str(uuid4()), "amount": 1, "reason": "x"}, "grant", "credits { held }"
        )
    ],
    "RevokeCreditsInput.userId": [
        Tried("revokeCredits", {"id": str(uuid4()), "userId": ID, "reason": "x"}, "user", "credits { held }")
    ],
    "RevokeCreditsInput.id": [
        Tried("revokeCredits", {"id": ID, "userId": str(uuid4()), "reason": "x"}, "grant", "credits { held }")
    ],
    "CreateShareLinkInput.taskId": [Tried("createShareLink", {"taskId": ID}, result="url")],
    "CreateShareLinkInput.boardId": [Tried("createShareLink", {"boardId": ID}, "board", "url")],
    "RevokeShareLinkInput.id": [Tried("revokeShareLink", {"id": ID}, "link", "shareLink { id }")],
    "SetPlanInput.userId": [Tried("setPlan", {"userId": ID, "plan": "pro"}, "user", "user { id }")],
    "Query.user(id)": [Tried("query", {"field": 'user(id: "$id") { id }'}, "user")],
    "Query.taskByExternalId(userId)": [
        Tried("query", {"field": 'taskByExternalId(externalId: "1", userId: "$id") { id }'}, "user")
    ],
    "Query.taskChanges(userId)": [Tried("query", {"field": 'taskChanges(userId: "$id") { nodes { taskId } }'}, "user")],
    "SimilarToInput.taskId": [Tried("query", {"field": 'similarTasks(to: {taskId: "$id"}) { task { id } }'})],
    "Query.task(id)": [Tried("query", {"field": 'task(id: "$id") { id prompt }'})],
    "Query.taskPlace(id)": [Tried("query", {"field": 'taskPlace(id: "$id") { cursor }'})],
    "Query.node(id)": [Tried("query", {"field": 'node(id: "$id") { id }'}, of) for of in KINDS],
    "Query.nodes(ids)": [Tried("query", {"field": 'nodes(ids: ["$id", "$own"]) { id }'}, of) for of in KINDS],
}
"""The ids that are tried in each place of the schema that takes one."""
OTHERS = {
    "CreateShareLinkInput.id": "a new id, of which tests/resolvers/sharing tries whether it tells whose it is",
    "CreateBoardInput.id": "a new id, as of tasks: tests/resolvers/boards tries one that is taken",
    "InviteToBoardInput.id": "a new id: tests/resolvers/boards tries one that is taken",
    "CreateTaskInput.id": "a new id, which `test_a_taken_id_does_not_tell_whose_it_is` tries",
    "Subscription.taskEvents(ids)": "tells of the caller's tasks alone, whichever ids there are",
    **{f"Admin.{field}": "for administrators" for field in ("user(id)", "task(id)", "erasure(id)")},
    **{f"Admin.{field}": "for administrators" for field in ("tasks(userId)", "audit(userId)", "erasures(userId)")},
    **{f"Admin.taskPlace({argument})": "for administrators" for argument in ("userId", "id")},
}
"""The other places, and why no answer there reveals anything."""


def places_of_ids() -> set[str]:
    found = set()
    for name, kind in schema._schema.type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            found |= {f"{name}.{one}" for one, given in kind.fields.items() if get_named_type(given.type).name == "ID"}
        elif isinstance(kind, GraphQLObjectType):
            for field, definition in kind.fields.items():
                ids = [one for one, given in definition.args.items() if get_named_type(given.type).name == "ID"]
                found |= {f"{name}.{field}({one})" for one in ids}
    return found


def test_every_place_that_takes_an_id_is_tried() -> None:
    assert places_of_ids() == {*TRIED, *OTHERS}


@pytest.fixture
async def ids(user: Client, new_client: NewClient, database: Connection) -> dict[str, str]:
    """The ids of one object of each kind, all of them the user's."""
    task = await user.new_task("a hidden fox", originalImage=IMAGE)
    upload = await uploaded(user, task, CONTENT)
    webhook = await create(user)
    [delivery] = await note(database, webhook, "failed")
    shown = await completed(user, "A hidden hen")
    grant = await give(new_client(role="service"), user, 5)
    board = await new_board(user, "hidden")
    invitation = await user.mutate("inviteToBoard", "invitation { id }", boardId=board)
    entry = await database.fetchval("SELECT id FROM task_record.credit_entries WHERE user_id = $1", user.id)
    return {
        "task": task,
        "upload": upload,
        "webhook": webhook,
        "delivery": delivery,
        "grant": grant,
        "entry": str(entry),
        "user": str(user.id),
        "link": (await shared(user, shown))[0],
        "board": board,
        "view": (await user.mutate("saveView", "savedView { id }", name="hidden"))["savedView"]["id"],
        "invitation": invitation["invitation"]["id"],
    }


async def answered(caller: Client, tried: Tried, tried_id: str, own: str) -> str:
    """The answer's data and errors, with ID in place of the id that was tried."""
    text = json.dumps(tried.given)
    if "$board" in text:
        text = text.replace("$board", await new_board(caller, id=str(uuid5(caller.id, "board"))))
    given = json.loads(text.replace(ID, tried_id).replace("$own", own))
    if tried.name == "query":
        answer = await caller.post(f"{{ {given['field']} }}")
    else:
        answer = await caller.post(mutation(tried.name, tried.result), input=given)
    answer.pop("extensions", None)  # the remainder of the caller's limits
    return json.dumps(answer, sort_keys=True).replace(tried_id, ID)


@pytest.mark.parametrize("place", TRIED)
async def test_anothers_id_is_like_an_unknown_one(new_client: NewClient, ids: dict[str, str], place: str) -> None:
    caller = new_client()
    own = await caller.new_task("Mine")
    for tried in TRIED[place]:
        theirs = await answered(caller, tried, ids[tried.of], own)
        assert theirs == await answered(caller, tried, str(uuid4()), own), tried
        assert "hidden" not in theirs


async def test_a_taken_id_does_not_tell_whose_it_is(user: Client, new_client: NewClient, ids: dict[str, str]) -> None:
    """That it is taken cannot be hidden, since an id names one task to back ends; whose it is, and what it is, can."""
    caller = new_client()
    own = await caller.new_task("Mine")
    gone = await caller.new_task("Mine, too")
    await caller.mutate("deleteTask", "deletedTaskId", id=gone)
    deleted = await user.new_task("a hidden hen")
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    tried = Tried("createTask", {"id": ID, "prompt": "A hen", "originalImage": IMAGE})
    answers = {await answered(caller, tried, taken, own) for taken in (own, gone, ids["task"], deleted)}
    [answer] = answers
    [error] = json.loads(answer)["data"]["createTask"]["errors"]
    assert error == {
        "field": ["input", "id"],
        "code": "CONFLICT",
        "message": "This id has been used before, for something else. Choose a new UUID.",
    }

"""Creating, listing and ending share links, with the entries in the audit."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from models.sharing import link_record
from resolvers.sharing import change_links
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.connections import acting, as_application
from tests.resolvers.administration.entries import audited
from tests.resolvers.sharing.links import LINK, completed, ended, shared

LIST = "{ shareLinks(first: 2) { nodes { id task { id } revokedAt views } pageInfo { hasNextPage endCursor } } }"
OF_USER = "query ($id: ID!) { user(id: $id) { shareLinks { nodes { id task { prompt } views } } } }"
DIGESTS = "SELECT secret_sha256 FROM task_record.share_links WHERE user_id = $1"
SHOWN = "SELECT id::text FROM task_record.shared_by_link($1, NULL, NULL, NULL)"


async def actions(administrator: Client, user: Client) -> list[tuple[str, str | None, str]]:
    """Return action, actor and detail of each entry of the audit on the user, newest first."""
    return [(action, actor, detail) for action, actor, _, detail in await audited(administrator, user)]


async def test_a_link_is_created_listed_and_ended(
    user: Client, new_client: NewClient, database: asyncpg.Connection
) -> None:
    task = await completed(user)
    link_id = str(uuid4())
    given = {"id": link_id, "taskId": task, "showsPrompt": True, "expiresAt": "2999-01-01T00:00:00+00:00"}
    made = await user.mutate("createShareLink", LINK, **given)
    secret = made["url"].removeprefix("http://task-record.test/s/")
    assert len(secret) == 22
    assert made["shareLink"] | {"createdAt": ""} == {
        "id": link_id,
        "task": {"id": task},
        "showsPrompt": True,
        "allowsDownload": False,
        "createdAt": "",
        "expiresAt": given["expiresAt"],
        "revokedAt": None,
        "views": 0,
    }
    again = await user.mutate("createShareLink", LINK, **given)
    assert again == made | {"url": None}
    [row] = await database.fetch(DIGESTS, user.id)
    assert secret not in row[0]
    for changed in ({"showsPrompt": False}, {"taskId": await completed(user)}, {"expiresAt": None}):
        assert await user.refusal("createShareLink", LINK, **given | changed) == ("CONFLICT", ["input", "id"])
    assert (await new_client().refused("revokeShareLink", "shareLink { id }", id=link_id))["code"] == "NOT_FOUND"
    stranger = new_client()
    taken = await stranger.refused("createShareLink", LINK, id=link_id, taskId=await completed(stranger))
    assert (taken["code"], "user" in taken["message"]) == ("CONFLICT", True)
    others = [(await shared(user, task))[0] for _ in range(2)]
    page = (await user.data(LIST))["shareLinks"]
    assert [node["id"] for node in page["nodes"]] == others[::-1]
    assert page["pageInfo"]["hasNextPage"]
    first = await ended(user, link_id)
    assert first["revokedAt"]
    assert await ended(user, link_id) == first
    node = "query ($id: ID!) { node(id: $id) { id ... on ShareLink { views task { prompt } } } }"
    assert (await user.data(node, id=link_id))["node"] == {"id": link_id, "views": 0, "task": {"prompt": "A fox"}}
    ids = [*others[::-1], link_id]
    assert await actions(new_client(role="admin"), user) == [
        ("SHARE", str(user.id), f"ended {given['id']}"),
        *(("SHARE", str(user.id), f"made {link}") for link in ids),
    ]


async def test_unshareable_tasks_are_refused(
    user: Client, new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_task = await user.new_task()
    task, trashed = await completed(user), await completed(user)
    await user.mutate("trashTasks", "trashedTaskIds", ids=[trashed])
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    for given, code, field in (
        ({"taskId": open_task}, "CONFLICT", "taskId"),
        ({"taskId": trashed}, "CONFLICT", "taskId"),
        ({}, "INVALID", "taskId"),
        ({"taskId": task, "expiresAt": past}, "INVALID", "expiresAt"),
        ({"taskId": task, "id": "me"}, "INVALID", "id"),
    ):
        assert await user.refusal("createShareLink", LINK, **given) == (code, ["input", field]), given
    free = new_client(plan="free")
    assert (await free.refused("createShareLink", LINK, taskId=await completed(free)))["code"] == "PLAN_LIMIT"
    assert await free.data("{ viewer { plan { canShare } } }") == {"viewer": {"plan": {"canShare": False}}}
    monkeypatch.setattr(change_links, "MOST_OPEN", 2)
    first, second = [(await shared(user, task))[0] for _ in range(2)]
    refused = await user.refused("createShareLink", LINK, taskId=task)
    assert (refused["code"], refused["message"][:30]) == ("QUOTA_EXCEEDED", "A user may have 2 open links, ")
    await ended(user, first)
    await shared(user, task)
    await user.mutate("deleteTask", "deletedTaskId", id=task)  # all that show it have ended with it
    await shared(user, await completed(user))
    assert link_record.MOST_OPEN == 1_000
    found = await user.data(f'{{ node(id: "{second}") {{ ... on ShareLink {{ task {{ id }} revokedAt }} }} }}')
    assert found["node"] == {"task": None, "revokedAt": None}


async def test_actions_on_others_links_are_audited(user: Client, new_client: NewClient) -> None:
    service, administrator = new_client(role="service", plan=None), new_client(role="admin")
    task = await completed(user)
    assert await administrator.refusal("createShareLink", LINK, taskId=task) == ("NOT_FOUND", ["input", "taskId"])
    given = {"id": str(uuid4()), "taskId": task}
    assert (await service.mutate("createShareLink", LINK, **given))["url"]
    assert (await service.mutate("createShareLink", LINK, **given))["url"] is None
    own, _ = await shared(user, task)
    listed = {"nodes": [{"id": link, "task": {"prompt": "A fox"}, "views": 0} for link in (own, given["id"])]}
    for client in (service, administrator):
        assert (await client.data(OF_USER, id=str(user.id)))["user"]["shareLinks"] == listed
    assert await user.error_code(OF_USER, id=str(user.id)) == "FORBIDDEN"
    assert (await ended(administrator, own))["revokedAt"]
    assert (await ended(service, given["id"]))["revokedAt"]
    assert (await administrator.refused("revokeShareLink", "shareLink { id }", id=str(uuid4())))["code"] == "NOT_FOUND"
    found = [entry for entry in await actions(administrator, user) if "looked up" not in entry]
    assert found == [
        ("SHARE", str(service.id), f"ended {given['id']}"),
        ("READ_TASKS", str(administrator.id), "tasks of share links"),
        ("SHARE", str(administrator.id), f"ended {own}"),
        ("READ_USER", str(administrator.id), "share links"),
        ("READ_TASKS", str(administrator.id), "tasks of share links"),
        ("READ_USER", str(administrator.id), "share links"),
        ("SHARE", str(user.id), f"made {own}"),
        ("SHARE", str(service.id), f"asked again for {given['id']}"),
        ("SHARE", str(service.id), f"made {given['id']}"),
    ]


async def test_a_link_shows_one_task(
    user: Client, new_client: NewClient, settings: Settings, database: asyncpg.Connection
) -> None:
    """Also in SQL: for a stranger, and for another user, who cannot make a link to it."""
    task, victims = await completed(user), await completed(victim := new_client())
    await shared(user, task)
    await shared(victim, victims)
    [[digest]] = await database.fetch(DIGESTS, user.id)
    forge = """INSERT INTO task_record.share_links (id, user_id, task_id, secret_sha256, shows_prompt, allows_download)
      VALUES (gen_random_uuid(), $1, $2, 'forged', true, true)"""
    async with as_application(settings) as login:
        for someone in (None, uuid4(), victim.id):
            async with acting(login, "authenticated", someone):
                assert [row[0] for row in await login.fetch(SHOWN, digest)] == [task]
                assert await login.fetch(SHOWN, "forged") == []
        async with acting(login, "authenticated", victim.id):
            await login.execute(forge, victim.id, task)
            assert await login.fetch(SHOWN, "forged") == []
        for column in ("secret_sha256", "*"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                async with acting(login, "authenticated", user.id):
                    await login.fetch(f"SELECT {column} FROM task_record.share_links")
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
            await login.fetch(SHOWN, digest)

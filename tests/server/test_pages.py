"""Pages before and after they are built, and the pages of errors."""

import re
from pathlib import Path

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import ServedApplication, in_process

PATHS = [
    "/",
    "/new",
    "/tasks/0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11",
    "/admin",
    "/admin/users",
    "/graphiql",
    "/assets/index.js",
]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NOT_FOUND = {"errors": [{"message": "Not Found", "extensions": {"code": "BAD_REQUEST"}}]}


def summary(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


@pytest.mark.slow
async def test_they_are_not_found_until_they_are_built(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = tmp_path / "dist"
    monkeypatch.setattr("server.pages.DIST", dist)
    async with in_process(settings) as application:
        before = [await application.http.get(path) for path in PATHS]
        (dist / "assets").mkdir(parents=True)
        for name in ("index.html", "graphiql.html", "assets/index.js"):
            (dist / name).write_text(f"This is {name}.")
        after = [await application.http.get(path) for path in PATHS]
        tags = [{"If-None-Match": answer.headers["ETag"]} for answer in after]
        again = [await application.http.get(path, headers=tag) for path, tag in zip(PATHS, tags, strict=True)]
    assert [(answer.status_code, answer.json()) for answer in before] == [(404, NOT_FOUND)] * len(PATHS)
    assert [summary(answer) for answer in after] == [
        *[(200, "This is index.html.")] * 5,
        (200, "This is graphiql.html."),
        (200, "This is assets/index.js."),
    ]
    assert [summary(answer) for answer in again] == [(304, "")] * len(PATHS)


@pytest.mark.parametrize("path", ["/nosuch", "/tasks/1/2", "/assets/nosuch.js", "/../../etc/passwd", "/<script>"])
async def test_a_browser_gets_a_page_for_an_unknown_path(http: httpx2.AsyncClient, path: str) -> None:
    shown = await http.get(path, headers=BROWSER)
    assert (shown.status_code, shown.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "这里没有页面" in shown.text
    assert "There is no page here" in shown.text
    assert '<a href="/">' in shown.text
    assert "<script" not in shown.text
    assert "script-src 'none'" in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/graphql-response+json, */*;q=0.1", None])
async def test_a_client_of_the_api_gets_json(http: httpx2.AsyncClient, accept: str | None) -> None:
    for answer in (
        await http.get("/nosuch", headers={"Accept": accept} if accept else {}),
        await http.get("/graphql/", headers=BROWSER | {"Accept": accept or "*/*"}),
    ):
        assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    assert (await http.get("/graphql", headers=BROWSER)).headers["Content-Type"] == "application/json"


async def test_a_browser_gets_a_page_for_a_failure(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("inner")

    monkeypatch.setattr("server.pages.Assets.get_response", broken)
    shown = await server.http.get("/assets/a.js", headers=BROWSER)
    told = await server.http.get("/assets/a.js")
    assert (shown.status_code, told.status_code) == (500, 500)
    assert "Something went wrong" in shown.text
    assert "inner" not in shown.text + told.text
    [request_id] = re.findall("[0-9a-f]{32}", shown.text)
    assert request_id in caplog.text
    assert told.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"

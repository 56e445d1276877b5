"""Pages that are not built, or are built later."""

from pathlib import Path

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import in_process

PATHS = ["/", "/tasks/0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11", "/graphiql", "/assets/index.js"]


def summary(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


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
    not_found = {"errors": [{"message": "Not Found", "extensions": {"code": "BAD_REQUEST"}}]}
    assert [(answer.status_code, answer.json()) for answer in before] == [(404, not_found)] * 4
    assert [summary(answer) for answer in after] == [
        (200, "This is index.html."),
        (200, "This is index.html."),
        (200, "This is graphiql.html."),
        (200, "This is assets/index.js."),
    ]

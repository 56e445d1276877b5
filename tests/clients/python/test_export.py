"""A month's tasks in a file, which is there only once it is complete."""

import asyncio
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from task_record import errors
from task_record.reading.export import month

from tests.api import Client
from tests.clients.python.animals import FOX
from tests.clients.python.conftest import Connect
from tests.clients.python.imitation import Answer, imitation


@pytest.mark.slow
async def test_a_months_tasks(connect: Connect, user: Client, tmp_path: Path) -> None:
    tr = connect(user)

    def work() -> None:
        with tr.record("A fox") as task:
            task.add(FOX)
        assert tr.flush(10)
        now = f"{datetime.now(UTC):%Y-%m}"
        assert tr.export(now, to=tmp_path / "now.ndjson") == tmp_path / "now.ndjson"
        tr.export("2020-01", to=tmp_path / "then.ndjson")
        tr.export(to=str(tmp_path / "all.zip"))
        with pytest.raises(ValueError, match=r"\.csv"):
            tr.export(to=tmp_path / "all.xlsx")

    await asyncio.to_thread(work)
    lines = (tmp_path / "now.ndjson").read_text().splitlines()
    assert [json.loads(line).get("prompt") for line in lines] == ["A fox", None]
    assert len((tmp_path / "then.ndjson").read_text().splitlines()) == 1
    assert len([name for name in zipfile.ZipFile(tmp_path / "all.zip").namelist() if name.startswith("images/")]) == 1


@pytest.mark.slow
async def test_a_download_that_is_cut_leaves_nothing(
    connect: Connect, user: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("task_record.access.pause.FIRST", 0.001)
    asked = []

    def routes(method: str, path: str, body: bytes) -> Answer:
        asked.append(path)
        if path == "/graphql":
            export = {"url": f"{url}/file", "expiresAt": "2026-11-29T10:00:00Z", "taskCount": 1, "imageSize": 0}
            return 200, {"data": {"exportTasks": {"export": export, "errors": []}}}
        return 503, b""

    with imitation(routes) as url:
        tr = connect(user, url=f"{url}/graphql")
        with pytest.raises(errors.Unavailable):
            await asyncio.to_thread(tr.export, to=tmp_path / "all.csv")
    assert asked == ["/graphql", "/file"] * 3
    assert await asyncio.to_thread(lambda: [*tmp_path.glob("all*")]) == []


def test_months() -> None:
    december = month("2026-12")
    assert december.gte == datetime(2026, 12, 1, tzinfo=UTC)
    assert december.lt == datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="not 2026-13"):
        month("2026-13")

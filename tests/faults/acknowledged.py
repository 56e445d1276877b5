"""Asserts that all acknowledged writes are stored."""

from typing import Any

import httpx2

from tests.faults.recorder import CREDITS, Recorder

TASK = """query ($id: ID!) { task(id: $id) { status tokensUsed
  originalImage { url size sha256 } images { url size sha256 } sources { taskId } } }"""


async def assert_all_is_stored(recorder: Recorder) -> None:
    assert recorder.tasks
    for task_id, expected in recorder.tasks.items():
        task = (await recorder.client.data(TASK, id=task_id))["task"]
        if expected.deleted:
            assert task is None
            continue
        assert (task["status"], task["tokensUsed"]) == (expected.status, expected.tokens)
        assert await content_of(task["originalImage"]) == expected.original
        assert [await content_of(image) for image in task["images"]] == expected.generated
        assert [source["taskId"] for source in task["sources"]] == expected.sources
    totals = (await recorder.client.data("{ statistics { totalTasks totalTokensUsed } }"))["statistics"]
    tokens = sum(expected.tokens for expected in recorder.tasks.values())
    assert totals == {"totalTasks": len(recorder.tasks), "totalTokensUsed": tokens}
    left = (await recorder.client.data("{ viewer { credits { available held } } }"))["viewer"]["credits"]
    completed = sum(expected.status == "COMPLETED" for expected in recorder.tasks.values())
    assert left == {"available": CREDITS - completed, "held": 0}


async def content_of(image: dict[str, Any] | None) -> bytes | None:
    if image is None:
        return None
    async with httpx2.AsyncClient() as storage:
        return (await storage.get(image["url"])).raise_for_status().content

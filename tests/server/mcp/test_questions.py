"""Twenty questions of a user, as an agent answers them: by one or two calls."""

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx2
import pytest
from mcp.types import ImageContent, ResourceLink
from PIL import Image

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import ServedApplication
from tests.pictures import data_url, picture
from tests.resolvers.finding.indexing import note
from tests.server.mcp.agent import Agent, texts_of

BOAT = picture((640, 480), seed=7)
SEED = 1125899906842624123
"""More than a float holds."""
MAY, JUNE = ("2026-05-01", "2026-06-01"), ("2026-06-01", "2026-07-01")


@dataclass
class Story:
    """What a back end has recorded for a user, and the ids of it."""

    agent: Agent
    dawn: str
    edited: str
    failed: str
    board: str


async def recorded(agent: Agent, user: Client, prompt: str, day: str, outcome: dict[str, Any], **task: Any) -> str:
    task = {"userId": str(user.id), "prompt": prompt, "createdAt": f"{day}T12:00:00Z", **task}
    ends = {"outcome": outcome, "startedAt": f"{day}T12:00:01Z", "endedAt": f"{day}T12:00:05Z"}
    data = await agent.data("record_picture", task=task, **ends)
    return str(data["recorded"]["results"][0]["task"]["id"])


def completed(cost: str, content: bytes, **more: Any) -> dict[str, Any]:
    return {"completed": {"image": {"dataUrl": data_url(content)}, "cost": cost, **more}}


async def record_story(user: Client, service: Client, application: ServedApplication) -> Story:
    agent = Agent(service, application)
    flux, sdxl = {"modelVersion": "flux-1"}, {"modelVersion": "sdxl"}
    parameters = {"seed": SEED, "url": "https://example.com/preset"}
    end = completed("0.04", BOAT, tokensUsed=100)
    dawn = await recorded(agent, user, "A red boat at dawn", "2026-05-10", end, parameters=parameters, **flux)
    await recorded(agent, user, "A red boat at night", "2026-05-20", completed("0.05", picture(seed=8)), **flux)
    sources = [{"taskId": dawn, "relation": "EDIT", "imageIndex": 0}]
    end = completed("0.02", picture(seed=9))
    edited = await recorded(agent, user, "A blue boat", "2026-06-02", end, sources=sources, **sdxl)
    refusal = {"failed": {"errorMessage": "The provider refused it.", "failureCode": "content_policy"}}
    failed = await recorded(agent, user, "A red car on fire", "2026-06-03", refusal, **sdxl)
    await user.mutate("rateTask", "errors { code }", id=dawn, rating=5)
    board = (await user.mutate("createBoard", "board { id } errors { code }", name="Boats"))["board"]["id"]
    await user.mutate("addToBoard", "errors { code }", boardId=board, taskIds=[dawn, edited])
    return Story(Agent(user, application), dawn, edited, failed, board)


@pytest.fixture
async def story(new_client: NewClient, application: ServedApplication) -> Story:
    return await record_story(new_client(), new_client(role="service"), application)


def prompts(data: dict[str, Any]) -> list[str]:
    return [one["prompt"] for one in data["pictures"]["nodes"]]


def days(period: tuple[str, str]) -> dict[str, str]:
    return {"from": period[0], "to": period[1]}


def times(period: tuple[str, str]) -> dict[str, str]:
    return {"from": f"{period[0]}T00:00:00Z", "to": f"{period[1]}T00:00:00Z"}


async def test_questions_that_search(story: Story) -> None:
    # The red boat of last month, and what it cost?
    found = (await story.agent.data("search_pictures", search="red boat", **times(MAY)))["pictures"]
    assert [(one["prompt"], one["cost"]) for one in found["nodes"]] == [
        ("A red boat at night", "0.05"),
        ("A red boat at dawn", "0.04"),
    ]
    # What did I make in June?
    june = await story.agent.data("search_pictures", **times(JUNE))
    assert prompts(june) == ["A red car on fire", "A blue boat"]
    assert june["pictures"]["totalCount"] == {"value": 2, "precision": "EXACT"}
    # What was the most expensive picture? And the next ones?
    dearest = await story.agent.data("search_pictures", orderBy="COST", first=1)
    assert prompts(dearest) == ["A red boat at night"]
    after = dearest["pictures"]["pageInfo"]["endCursor"]
    assert prompts(await story.agent.data("search_pictures", orderBy="COST", first=2, after=after)) == [
        "A red boat at dawn",
        "A blue boat",
    ]
    # Which ones did I like best?
    assert prompts(await story.agent.data("search_pictures", ratedAtLeast=4)) == ["A red boat at dawn"]
    # Which ones failed, and why?
    [failed] = (await story.agent.data("search_pictures", statuses=["FAILED"]))["pictures"]["nodes"]
    assert failed["id"] == story.failed
    why = (await story.agent.data("get_picture", id=failed["id"]))["picture"]
    assert (why["failureCode"], why["errorMessage"]) == ("content_policy", "The provider refused it.")


async def test_questions_about_one_picture(story: Story, http: httpx2.AsyncClient) -> None:
    result = await story.agent.call("get_picture", id=story.dawn)
    # Show me the boat at dawn.
    [thumbnail] = [one for one in result.content if isinstance(one, ImageContent)]
    assert thumbnail.mime_type == "image/webp"
    assert Image.open(BytesIO(base64.b64decode(thumbnail.data))).size == (512, 384)
    # Where can I download it?
    [link] = [one for one in result.content if isinstance(one, ResourceLink)]
    assert (await http.get(link.uri)).content == BOAT
    assert (link.mime_type, link.size) == ("image/png", len(BOAT))
    assert "X-Amz-Signature" not in texts_of(result)[0]
    dawn = (await story.agent.data("get_picture", id=story.dawn))["picture"]
    # With which model and seed was it made? How long did it take?
    assert (dawn["modelVersion"], dawn["completedAt"]) == ("flux-1", "2026-05-10T12:00:05+00:00")
    assert dawn["parameters"] == {"seed": SEED, "url": "https://example.com/preset"}
    # What was made of it?
    assert [one["id"] for one in dawn["derivedTasks"]["nodes"]] == [story.edited]
    edited = (await story.agent.data("get_picture", id=story.edited))["picture"]
    # What is the blue boat made from?
    assert [(one["relation"], one["taskId"]) for one in edited["sources"]] == [("EDIT", story.dawn)]
    # What did it cost with all that led to it?
    assert (edited["cost"], edited["lineage"]["cost"], edited["lineage"]["taskCount"]) == ("0.02", "0.06", 2)


async def test_questions_about_money(story: Story) -> None:
    may = await story.agent.data("get_spending", **days(MAY))
    # What did I spend in May?
    assert [(one["cost"], one["tokensUsed"]) for one in may["total"]] == [("0.09", 100)]
    assert may["allTime"] == {"taskCount": 4, "cost": "0.11", "currency": "USD", "timeZone": "UTC"}
    # On which models?
    assert [(one["modelVersion"], one["cost"]) for one in may["groups"]] == [("flux-1", "0.09")]
    # On which days?
    by_day = await story.agent.data("get_spending", groupBy=["DAY"], **days(MAY))
    assert {one["day"]: one["cost"] for one in by_day["groups"]} == {"2026-05-10": "0.04", "2026-05-20": "0.05"}
    # How often did sdxl fail in June?
    sdxl = await story.agent.data("get_spending", models=["sdxl"], **days(JUNE))
    assert [(one["taskCount"], one["failedTasks"]) for one in sdxl["total"]] == [(2, 1)]
    # How could I save?
    assert await story.agent.data("get_insights", **days(MAY)) == {"insights": []}


async def test_questions_about_boards_and_likeness(story: Story, settings: Settings) -> None:
    # Which boards do I have? What is on them, and what did that cost?
    listed = await story.agent.data("list_boards", ids=[story.board])
    assert [(one["name"], one["taskCount"]) for one in listed["boards"]["nodes"]] == [("Boats", 2)]
    [board] = listed["chosen"]
    assert {one["id"] for one in board["pictures"]["nodes"]} == {story.dawn, story.edited}
    assert board["statistics"]["total"]["cost"] == "0.06"
    await note(settings)
    # Do I have something like this picture? And like these words?
    similar = await story.agent.data("find_similar_pictures", to={"taskId": story.dawn})
    assert "A red boat at night" in [one["task"]["prompt"] for one in similar["similar"]]
    same = await story.agent.data("find_similar_pictures", to={"prompt": "a red boat at dawn"}, first=1)
    assert [(one["likeness"], one["task"]["id"]) for one in same["similar"]] == [("SAME_PROMPT", story.dawn)]
    # Is this file mine?
    verified = (await story.agent.data("verify_picture", image={"dataUrl": data_url(BOAT)}))["verification"]
    assert (verified["recognisedBy"], verified["task"]["id"]) == ("BYTES", story.dawn)

"""Lists, similarity and comparisons agree on which prompts are the same."""

from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client
from tests.resolvers.finding.drawings import drawing
from tests.resolvers.finding.indexing import note

SAME = [
    ("therapist at work", "  Therapist\tAT \n work "),
    ("a red fox, in the snow. Night", "A red fox ,in the snow.Night"),
    ("Straße im Café", normalize("NFD", "STRAßE im CAFÉ")),
    ("a fox, 4K (detailed)", "ａ　ｆｏｘ，４Ｋ（ｄｅｔａｉｌｅｄ）"),
    ("一只戴着头盔的小狗，水墨", "一只 戴着头盔的　小狗, 水墨"),
    ("猫 cat", "猫cat"),
    ("ガラスの城", "ｶﾞﾗｽの城"),
    ("красная ЛИСА", "Красная лиса"),
]
DIFFERENT = [
    ("therapist at work", "the rapist at work"),
    ("a red fox", "a redfox"),
    ("a fox", "fox a"),
    ("no text. Cat", "no text, cat"),
    ("a fox --no snow", "a fox no snow"),
    ("a fox", "a fox!"),
    ("café", "cafe"),
    ("か", "が"),
    ("아버지가 방에", "아버지 가방에"),
    ("小狗", "小猫"),
]
COMPARED = """query ($from: Date!, $to: Date!) {
  compareModels(models: ["one", "other"], from: $from, to: $to) { promptCount } }"""
SIMILAR = "query ($to: SimilarToInput!) { similarTasks(to: $to) { task { prompt } likeness } }"
LISTED = "{ prompts { nodes { text taskCount } } }"


async def compared(user: Client) -> int:
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    found = (await user.data(COMPARED, **span))["compareModels"]
    return found["promptCount"] if found else 0


@pytest.mark.parametrize(
    ("prompts", "same"), [*((pair, True) for pair in SAME), *((pair, False) for pair in DIFFERENT)]
)
async def test_the_same_prompt(user: Client, settings: Settings, prompts: tuple[str, str], same: bool) -> None:
    for prompt, model in zip(prompts, ("one", "other"), strict=True):
        task = await user.task("createTask", prompt=prompt, modelVersion=model)
        await user.task("completeTask", id=task["id"], image=drawing(1))
    expected = 1 if same else 0
    assert await compared(user) == expected  # of prompts that are not indexed yet
    await note(settings)
    assert await compared(user) == expected
    listed = (await user.data(LISTED))["prompts"]["nodes"]
    assert [one["taskCount"] for one in listed] == ([2] if same else [1, 1])
    alike = (await user.data(SIMILAR, to={"prompt": prompts[0]}))["similarTasks"]
    assert sum(one["likeness"] == "SAME_PROMPT" for one in alike) == (2 if same else 1)
    of_task = (await user.data(SIMILAR, to={"taskId": task["id"]}))["similarTasks"]
    assert len(of_task) == 1  # by its picture, or its prompt


async def test_equal_prompts_are_found_however_they_are_written(user: Client, settings: Settings) -> None:
    """The list shows the newest spelling, which may not be the one indexed first."""
    search = "query ($search: String!) { prompts(search: $search) { nodes { text } } }"
    for one, other in SAME:
        for prompt in (one, other):
            await user.task("createTask", prompt=prompt)
            await note(settings)
    for _, other in SAME:
        text = other.strip()
        for word in text.replace("　", " ").replace("\t", " ").split():
            found = (await user.data(search, search=f'"{word}"'))["prompts"]["nodes"]
            assert any(word.casefold() in node["text"].casefold() for node in found), word


async def test_a_removed_prompt_is_no_longer_counted(user: Client, settings: Settings, database: Connection) -> None:
    for prompt in ("therapist at work", "the rapist at work"):
        await user.task("createTask", prompt=prompt)
    await note(settings)
    await database.execute(
        "UPDATE user_task_history SET prompt = '' WHERE prompt ~ 'the rap' AND user_id = $1", user.id
    )
    await note(settings)
    assert [one["text"] for one in (await user.data(LISTED))["prompts"]["nodes"]] == ["therapist at work"]

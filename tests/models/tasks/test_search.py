from typing import Literal
from unicodedata import normalize

import pytest
from pydantic import ValidationError

from models.tasks.task_conditions import TaskConditions
from tests.api import Client

PROMPTS = [
    "一只戴着宇航员头盔的小狗",
    "夕阳西下的海滩",
    "A Lighthouse in a STORM",
    "Die große Straße",
    "İstanbul'da bir akşam",
    "Ένας ΦΆΡΟΣ στη θάλασσα",
    "a fox 🦊 reading",
    "100% wool, snake_case, C:\\temp, a/b",
    "100 wool, snakeXcase",
]
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
SEARCH = "query ($text: String!) { tasks(where: {search: $text}) { nodes { prompt } totalCount { value } } }"


async def found(user: Client, text: str) -> list[int]:
    """Return the indexes of the PROMPTS that the search finds."""
    tasks = (await user.data(SEARCH, text=text))["tasks"]
    assert tasks["totalCount"]["value"] == len(tasks["nodes"])
    return sorted(PROMPTS.index(node["prompt"]) for node in tasks["nodes"])


@pytest.fixture
async def searcher(user: Client) -> Client:
    for prompt in PROMPTS:
        await user.task("createTask", prompt=prompt)
    return user


async def test_text_is_found_in_any_language_and_wildcards_are_plain_characters(searcher: Client) -> None:
    expected = {
        "小狗": [0],
        "宇航": [0],
        "海滩": [1],
        "的": [0, 1],
        "lighthouse": [2],
        "LIGHTHOUSE": [2],
        "in a storm": [2],
        "storm lighthouse": [2],
        "  STORM\ta\u3000light\n": [2],
        "lighthouse calm": [],
        "housein": [],
        "小狗 头盔 宇航员": [0],
        "小狗 海滩": [],
        "fox fox 🦊 a": [6],
        " ".join("lighthouse"): [2],
        "GROßE": [3],
        "straße": [3],
        "İSTANBUL": [4],
        "istanbul": [4],
        "AKŞAM": [4],
        "φάρο": [5],
        "ΘΆΛΑΣΣΑ": [5],
        "🦊": [6],
        "🐕": [],
        "x" * 200: [],
        "%": [7],
        "100%": [7],
        "0%w": [],
        "snake_case": [7],
        "_": [7],
        "C:\\temp": [7],
        "\\": [7],
        "\\t": [7],
        "a/b": [7],
        "//": [],
        "_ %": [7],
        "x_": [],
        "\\ \\": [7],
        "%%": [],
        "*": [],
        "'": [4],
    }
    assert {text: await found(searcher, text) for text in expected} == expected


async def test_accents_may_be_characters_of_their_own(user: Client) -> None:
    """As in text that macOS has written. With them, the rest of a word is plain characters, too."""
    texts = ["Un CAFÉ (a|b*) 100%", "창가에 앉은 고양이", "が好き"]
    for form in FORMS:
        for text in texts:
            await user.task("createTask", prompt=normalize(form, text))
    both = {"café": 0, "CAFÉ a|B*": 0, "É": 0, "fé a": 0, "고양이": 1, "앉은 고양": 1, "が": 2}
    neither = ["é.", "(é|a)", "é*", "CAFÉ 101%", "[é]", "강아지", "が|好", "\\é", "é$"]
    for form in FORMS:
        for text, place in both.items():
            found = (await user.data(SEARCH, text=normalize(form, text)))["tasks"]
            prompts = [normalize(one, texts[place]) for one in reversed(FORMS)]
            assert ([node["prompt"] for node in found["nodes"]], found["totalCount"]["value"]) == (prompts, 2)
        for text in neither:
            assert (await user.data(SEARCH, text=normalize(form, text)))["tasks"]["nodes"] == []


async def test_characters_with_another_form_are_found_as_written(user: Client) -> None:
    """Unicode takes the sign of the ohm for an omega."""
    task = await user.task("createTask", prompt="5 k\u2126 r\u00e9sistance")
    for text in ("\u2126", "k\u2126 r\u00e9s"):
        assert [node["prompt"] for node in (await user.data(SEARCH, text=text))["tasks"]["nodes"]] == [task["prompt"]]


async def test_accents_of_latin_greek_and_cyrillic_letters_are_ignored(user: Client) -> None:
    prompts = ["Un café à Łódź", "Ο φάρος", "Ёжик и йогурт", "が好き", "か好き"]
    for form in FORMS:
        for prompt in prompts:
            await user.task("createTask", prompt=normalize(form, prompt))
    expected = {"cafe": 0, "CAFÉ": 0, "càfe a": 0, "lodz": 0, "łodz": 0, "φαρος": 1, "φάρός": 1, "ежик": 2, "иогурт": 2}
    for text, place in {**expected, "が": 3, "か": 4, "か好": 4}.items():
        for form in FORMS:
            nodes = (await user.data(SEARCH, text=normalize(form, text)))["tasks"]["nodes"]
            assert {normalize("NFC", node["prompt"]) for node in nodes} == {prompts[place]}, text
            assert len(nodes) == 2, text


async def test_phrases_exclusions_and_fields(user: Client) -> None:
    for prompt, model in (("a red fox", "flux-1.1-pro"), ("fox, a\nred coat", "gemini-1.5"), ("--ar 16:9 wolf", None)):
        task = await user.task("createTask", prompt=prompt, modelVersion=model)
        if model is None:
            await user.task("failTask", id=task["id"], errorMessage="The model timed out", failureCode="timeout")
    expected = {
        '"red fox"': [0],
        "“a red”": [0, 1],
        '"A  RED': [0, 1],
        "fox -coat": [0],
        '-"red fox"': [1, 2],
        "model:flux": [0],
        "Model：FLUX fox": [0],
        "-model:flux": [1, 2],
        'model:"1.1-pro"': [0],
        "error:timeout": [2],
        'error:"timed out" wolf': [2],
        "-error:timeout": [0, 1],
        "--ar": [2],
        "16:9": [2],
        '"': [],
        "model:": [],
        "- ": [2],
    }
    shown = "query ($text: String!) { tasks(where: {search: $text}) { nodes { prompt } } }"
    places = {"a red fox": 0, "fox, a\nred coat": 1, "--ar 16:9 wolf": 2}
    found = {text: (await user.data(shown, text=text))["tasks"]["nodes"] for text in expected}
    assert {text: sorted(places[node["prompt"]] for node in nodes) for text, nodes in found.items()} == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "1 character"),
        ("x" * 201, "200 characters"),
        ("a\0b", "NUL"),
        (" \n\u3000", "word"),
    ],
)
async def test_invalid_searches_are_rejected(user: Client, text: str, reason: str) -> None:
    error = await user.error(SEARCH, text=text)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "`where.search`" in error["message"]
    assert reason in error["message"]


def test_the_number_of_words_is_limited() -> None:
    with pytest.raises(ValidationError, match="30 different words"):
        TaskConditions(search=" ".join(map(str, range(31))))
    assert TaskConditions(search="x " * 100).search


async def test_a_search_finds_only_own_tasks_that_are_not_deleted(searcher: Client, user: Client) -> None:
    [task] = (await user.data('{ tasks(where: {search: "小狗"}) { nodes { id } } }'))["tasks"]["nodes"]
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert await found(user, "小狗") == []
    assert await found(Client(user.http), "海滩") == []

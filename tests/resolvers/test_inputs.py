"""Wrong inputs of mutations are refused with a message that says what is expected, and change nothing."""

from typing import Any

from tests.api import Client, mutation
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import UPLOAD, announced

NUL = "Must not contain the NUL character (U+0000)"
UUID_EXPECTED = "Must be a UUID, such as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"
NOT_NEGATIVE = "Must be greater than or equal to 0"
IMAGE = {"dataUrl": data_url(picture())}
VALID: dict[str, dict[str, Any]] = {
    "createTask": {"prompt": "A fox"},
    "startTask": {},
    "createImageUpload": announced("", b"x"),
    "uploadOriginalImage": {"image": IMAGE},
    "completeTask": {"image": IMAGE},
    "failTask": {"errorMessage": "x"},
    "deleteTask": {},
    "deleteTasks": {"ids": []},
}
RESULTS = {"createImageUpload": UPLOAD, "deleteTask": "deletedTaskId", "deleteTasks": "deletedTaskIds"}
ASPECT_RATIO = "Must be width to height, for example `16:9`; pixels, for example `1024x1024`; or `auto`"

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("createTask", {"id": "x"}, UUID_EXPECTED),
    ("createTask", {"id": ""}, UUID_EXPECTED),
    ("createTask", {"userId": "x"}, UUID_EXPECTED),
    ("createTask", {"prompt": ""}, "Must have at least 1 character"),
    ("createTask", {"prompt": "x" * 10_001}, "Must have at most 10000 characters"),
    ("createTask", {"prompt": "😀" * 10_001}, "Must have at most 10000 characters"),
    ("createTask", {"prompt": "A \0 fox"}, NUL),
    ("createTask", {"aspectRatio": ""}, ASPECT_RATIO),
    ("createTask", {"aspectRatio": "16x"}, ASPECT_RATIO),
    ("createTask", {"aspectRatio": "1:1\n"}, ASPECT_RATIO),
    ("createTask", {"aspectRatio": "١٦:٩"}, ASPECT_RATIO),
    ("createTask", {"aspectRatio": "1:1\0"}, ASPECT_RATIO),
    ("createTask", {"aspectRatio": "10000000000:10000000000"}, "at most 20 characters"),
    ("createTask", {"modelVersion": ""}, "at least 1 character"),
    ("createTask", {"modelVersion": "x" * 201}, "at most 200 characters"),
    ("createTask", {"modelVersion": "\0"}, NUL),
    ("startTask", {"id": "x"}, UUID_EXPECTED),
    ("uploadOriginalImage", {"id": "x"}, UUID_EXPECTED),
    ("completeTask", {"id": "x"}, UUID_EXPECTED),
    ("completeTask", {"tokensUsed": -1}, NOT_NEGATIVE),
    ("completeTask", {"creditsDeducted": -1}, NOT_NEGATIVE),
    ("completeTask", {"generationTimeMs": -(2**31)}, NOT_NEGATIVE),
    ("failTask", {"id": "x"}, UUID_EXPECTED),
    ("failTask", {"errorMessage": ""}, "at least 1 character"),
    ("failTask", {"errorMessage": "x" * 2_001}, "at most 2000 characters"),
    ("failTask", {"errorMessage": "\0"}, NUL),
    ("failTask", {"tokensUsed": -1}, NOT_NEGATIVE),
    ("failTask", {"creditsDeducted": -1}, NOT_NEGATIVE),
    ("failTask", {"generationTimeMs": -1}, NOT_NEGATIVE),
    ("deleteTask", {"id": "x"}, UUID_EXPECTED),
]

# Values of a wrong type, or missing: refused before the mutation is executed.
UNREADABLE: list[tuple[str, dict[str, Any]]] = [
    ("createTask", {"prompt": None}),
    ("createTask", {"prompt": 1}),
    ("createTask", {"prompt": ["x"]}),
    ("createTask", {"taskType": None}),
    ("createTask", {"taskType": "image_edit"}),
    ("createTask", {"unknown": 1}),
    ("completeTask", {"tokensUsed": 2**31}),
    ("completeTask", {"creditsDeducted": -(2**31) - 1}),
    ("completeTask", {"generationTimeMs": 1e100}),
    ("completeTask", {"tokensUsed": 1.5}),
    ("completeTask", {"tokensUsed": "150"}),
    ("completeTask", {"tokensUsed": True}),
    ("completeTask", {"image": None}),
    ("failTask", {"errorMessage": None}),
    ("failTask", {"tokensUsed": 2**31}),
    ("deleteTask", {"id": None}),
    ("deleteTask", {"id": 1.5}),
    ("deleteTasks", {"ids": None}),
    ("deleteTasks", {"ids": [None]}),
    ("createImageUpload", {"size": 2**31}),
]


def changed(name: str, task_id: str, wrong: dict[str, Any]) -> dict[str, Any]:
    own = {"createTask": {}, "deleteTasks": {}, "createImageUpload": {"taskId": task_id}}
    return VALID[name] | own.get(name, {"id": task_id}) | wrong


async def state(user: Client) -> dict[str, Any]:
    return await user.data(
        "{ tasks { nodes { id status updatedAt originalImage { url } } } statistics { totalTasks updatedAt } }"
    )


async def test_a_fault_is_reported_at_its_field(user: Client) -> None:
    task = await user.new_task()
    before = await state(user)
    for name, wrong, said in REFUSED:
        answer = await user.post(mutation(name, RESULTS.get(name)), input=changed(name, task, wrong))
        assert "errors" not in answer, (name, wrong, answer)
        payload = answer["data"][name]
        [error] = payload.pop("errors")
        assert (error["code"], error["field"]) == ("INVALID", ["input", *wrong]), (name, wrong)
        assert said in error["message"], (name, wrong)
        assert not any(payload.values())
    assert await state(user) == before


async def test_unreadable_values_are_refused(user: Client) -> None:
    task = await user.new_task()
    before = await state(user)
    for name, wrong in UNREADABLE:
        answer = await user.post(mutation(name, RESULTS.get(name)), input=changed(name, task, wrong))
        [extensions] = [error["extensions"] for error in answer["errors"]]
        assert extensions["code"] == "BAD_USER_INPUT", (name, wrong)
        assert extensions["field"][:2] == ["input", *set(wrong) - {"unknown"}], (name, wrong)
        assert answer["errors"][0]["message"].startswith("Variable '$input' has invalid value")
        assert not answer.get("data")
    assert await state(user) == before


async def test_all_faults_are_reported_at_once(user: Client) -> None:
    payload = await user.mutate("createTask", id="x", prompt="", aspectRatio="x", modelVersion="\0")
    assert [error["field"][-1] for error in payload["errors"]] == ["id", "prompt", "aspectRatio", "modelVersion"]
    assert payload["task"] is None


async def test_wrong_ids_among_right_ones(user: Client) -> None:
    task = await user.new_task()
    payload = await user.mutate("deleteTasks", "deletedTaskIds", ids=[task, "x", ""])
    assert payload["deletedTaskIds"] == []
    assert [error["field"] for error in payload["errors"]] == [["input", "ids", "1"], ["input", "ids", "2"]]
    assert len((await state(user))["tasks"]["nodes"]) == 1


async def test_the_greatest_numbers_are_kept(user: Client) -> None:
    greatest = 2**31 - 1
    given = {"tokensUsed": greatest, "creditsDeducted": greatest, "generationTimeMs": greatest}
    for _ in range(2):
        task = await user.task("createTask", prompt="A fox")
        await user.task("completeTask", id=task["id"], image=IMAGE, **given)
    names = "totalTokensUsed totalCreditsDeducted totalGenerationTimeMs avgGenerationTimeMs"
    totals = (await user.data(f"{{ statistics {{ {names} }} }}"))["statistics"]
    assert list(totals.values()) == [2 * greatest, 2 * greatest, 2 * greatest, greatest]
    listed = await user.data("{ tasks(orderBy: {field: TOKENS_USED}, first: 1) { nodes { tokensUsed } } }")
    assert listed["tasks"]["nodes"] == [{"tokensUsed": greatest}]

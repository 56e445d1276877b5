import hashlib

from tests.api import IMAGE, TASK, Client
from tests.pictures import data_url, picture


async def test_a_task_from_creation_to_deletion(user: Client) -> None:
    image, original = picture((300, 200)), picture(seed=1)
    created = await user.task("createTask", prompt="一只戴着宇航员头盔的小狗", aspectRatio="3:2")
    assert (created["status"], created["prompt"]) == ("PENDING", "一只戴着宇航员头盔的小狗")

    payload = await user.mutate_with_file(
        "uploadOriginalImage", "image.file", original, id=created["id"], image={"file": None}
    )
    assert payload["errors"] == []
    assert payload["task"]["originalImage"]["sha256"] == hashlib.sha256(original).hexdigest()

    completed = await user.task(
        "completeTask",
        id=created["id"],
        image={"dataUrl": data_url(image)},
        tokensUsed=150,
        creditsDeducted=1,
        generationTimeMs=5000,
    )
    assert completed["status"] == "COMPLETED"
    assert completed["completedAt"] is not None
    generated = completed["generatedImage"]
    assert (generated["contentType"], generated["width"], generated["height"]) == ("image/png", 300, 200)
    assert (generated["size"], generated["sha256"]) == (len(image), hashlib.sha256(image).hexdigest())

    listed = await user.data(f"{{ tasks {{ nodes {{ {TASK} }} totalCount {{ value }} }} }} {IMAGE}")
    assert listed["tasks"] == {"nodes": [completed], "totalCount": {"value": 1}}

    statistics = "{ statistics { totalTasks successfulTasks totalTokensUsed avgGenerationTimeMs } }"
    used = {"totalTasks": 1, "successfulTasks": 1, "totalTokensUsed": 150, "avgGenerationTimeMs": 5000}
    assert (await user.data(statistics))["statistics"] == used

    deleted = await user.mutate("deleteTask", "deletedTaskId", id=created["id"])
    assert deleted == {"deletedTaskId": created["id"], "errors": []}
    assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == []
    assert (await user.data(statistics))["statistics"] == used

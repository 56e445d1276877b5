"""Results are labelled where CONTENT_PRODUCER names who generates them: everything that is handed out has the label."""

import io
import json
from hashlib import sha256
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

import pytest
from asyncpg import Connection
from PIL import Image

from server.settings.settings import Settings
from storage.provenance.embedded import read_provenance
from storage.provenance.file_provenance import Label
from tests.api import Client
from tests.application import Application, in_process
from tests.pictures import data_url, picture
from tests.resolvers.provenance.labelled import EDITED, GENERATED, PRODUCER, TASK, VERIFY, completed, fetched, pixels
from tests.storage.provenance.files import with_label

PICTURES = [picture((80, 60), seed=seed) for seed in range(4)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]


@pytest.fixture
def application(labelling: Application) -> Application:
    return labelling


@pytest.mark.slow
async def test_results_are_stored_with_a_label(user: Client) -> None:
    task = await completed(user, *IMAGES[:2])
    labels = []
    for sent, image in zip(PICTURES, task["images"], strict=False):
        stored = await fetched(image["url"])
        assert (image["sha256"], image["size"]) == (sha256(stored).hexdigest(), len(stored))
        assert pixels(stored) == pixels(sent)
        found = read_provenance("image/png", io.BytesIO(stored))
        said = {"isSigned": False, "aigcLabel": found.aigc_label, "digitalSourceType": GENERATED}
        assert image["provenance"] == said
        assert found.aigc_label
        assert list(found.aigc_label) == [
            *("Label", "ContentProducer", "ProduceID", "ReservedCode1"),
            *("ContentPropagator", "PropagateID", "ReservedCode2"),
        ]
        assert (found.aigc_label["Label"], found.aigc_label["ContentProducer"]) == ("1", PRODUCER)
        labels.append(found.aigc_label["ProduceID"])
    assert len({*labels}) == 2
    assert not any(one in label for label in labels for one in (task["id"].replace("-", ""), user.id.hex))


async def test_an_original_is_left_as_it_came_and_its_edit_says_so(user: Client) -> None:
    task = await completed(user, IMAGES[1], taskType="IMAGE_EDIT", originalImage=IMAGES[0])
    assert await fetched(task["originalImage"]["url"]) == PICTURES[0]
    said = {"isSigned": False, "aigcLabel": None, "digitalSourceType": None}
    assert task["originalImage"]["provenance"] == said
    assert task["images"][0]["provenance"]["digitalSourceType"] == EDITED


async def test_a_repeated_completion_is_recognised_by_what_was_sent(user: Client) -> None:
    task = await completed(user, *IMAGES[:2])
    for image in IMAGES[0], {"dataUrl": data_url(await fetched(task["images"][0]["url"]))}:
        again = await user.mutate(
            "completeTask", f"task {{ {TASK} }}", id=task["id"], image=image, moreImages=IMAGES[1:2]
        )
        assert again == {"task": task, "errors": []}
    refused = await user.refused("completeTask", id=task["id"], image=IMAGES[2], moreImages=IMAGES[1:2])
    assert refused["code"] == "CONFLICT"
    given = {"task": {"id": str(uuid4()), "prompt": "A fox"}, "outcome": {"completed": {"image": IMAGES[3]}}}
    results = f"results {{ task {{ {TASK} }} errors {{ code }} }}"
    once, twice = [await user.mutate("recordTasks", results, tasks=[given]) for _ in range(2)]
    assert once == twice
    assert once["results"][0]["task"]["images"][0]["provenance"]["aigcLabel"]["ContentProducer"] == PRODUCER


async def test_a_copied_result_keeps_its_label(user: Client) -> None:
    task = await completed(user, IMAGES[0])
    copy = await completed(user, {"taskImage": {"taskId": task["id"]}})
    assert copy["images"][0] | {"url": ""} == task["images"][0] | {"url": ""}
    assert await fetched(copy["images"][0]["url"]) == await fetched(task["images"][0]["url"])


async def test_a_label_that_comes_with_a_picture_is_propagated(user: Client) -> None:
    task = await completed(user, {"dataUrl": data_url(with_label(PICTURES[0], Label("Another", "7", "a:b")))})
    said = task["images"][0]["provenance"]
    label = said["aigcLabel"]
    assert (label["ContentProducer"], label["ProduceID"], label["ContentPropagator"]) == ("Another", "7", PRODUCER)
    assert said["digitalSourceType"] == "a:b"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"ProduceID": "7" * 201}, {"ProduceID": "7" * 201}),
        ({"ProduceID": "\0", "ReservedCode1": "\ud800", "\0": "\uffff"}, {}),
        ({"ProduceID": "7" * 10_000}, {"ContentProducer": PRODUCER, "ContentPropagator": ""}),
    ],
)
async def test_an_image_with_an_invalid_label_is_kept(user: Client, said: dict[str, str], kept: dict[str, str]) -> None:
    text = escape(json.dumps({"ContentProducer": "Another", **said}), {'"': "&quot;"})
    packet = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        f' xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" T:AIGC="{text}"/></rdf:RDF>'
    )
    file = io.BytesIO()
    Image.open(io.BytesIO(PICTURES[0])).save(file, "WEBP", lossless=True, xmp=packet.encode())
    image = {"dataUrl": data_url(file.getvalue(), "image/webp")}
    assert (await user.data(VERIFY, image=image))["verifyImage"]["task"] is None
    label = (await completed(user, image))["images"][0]["provenance"]["aigcLabel"]
    assert {"ContentProducer": "Another", "ContentPropagator": PRODUCER, **kept}.items() <= label.items()
    assert kept or {*label} == {"ContentProducer", "ContentPropagator", "PropagateID"}


async def test_a_picture_is_recognised(user: Client, new_client: Any) -> None:
    task = await completed(user, *IMAGES[:2])
    stored = await fetched(task["images"][1]["url"])
    by_bytes = (await user.data(VERIFY, image={"dataUrl": data_url(stored)}))["verifyImage"]
    assert by_bytes == {
        "provenance": task["images"][1]["provenance"],
        "isIntact": None,
        "isTrusted": None,
        "signer": None,
        "task": {"id": task["id"]},
        "recognisedBy": "BYTES",
    }
    changed = stored.replace(b"IEND", b"IEND") + b"\n"  # as a program does that appends a line
    by_label = (await user.data(VERIFY, image={"dataUrl": data_url(changed)}))["verifyImage"]
    assert (by_label["task"], by_label["recognisedBy"]) == ({"id": task["id"]}, "LABEL")
    label = Label(PRODUCER, task["images"][1]["provenance"]["aigcLabel"]["ProduceID"], GENERATED)
    copied_onto = with_label(PICTURES[3], label)
    forged = (await user.data(VERIFY, image={"dataUrl": data_url(copied_onto)}))["verifyImage"]
    assert (forged["task"], forged["recognisedBy"]) == (None, None)
    strangers = (await new_client().data(VERIFY, image={"dataUrl": data_url(stored)}))["verifyImage"]
    assert (strangers["task"], strangers["provenance"]) == (None, by_bytes["provenance"])


async def test_invalid_images_are_bad_input(user: Client) -> None:
    for image in ({"dataUrl": data_url(b"GIF89a")}, {"dataUrl": "x"}):
        error = await user.error(VERIFY, image=image)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert error["message"].startswith("`image`: ")


async def test_provenance_is_removed_with_its_image(user: Client, database: Connection) -> None:
    count = "SELECT count(*) FROM task_record.image_provenance WHERE user_id = $1"
    task = await completed(user, *IMAGES[:2], originalImage=IMAGES[2])
    assert await database.fetchval(count, user.id) == 3
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert await database.fetchval(count, user.id) == 0


async def test_without_a_producer_nothing_changes(shared_settings: Settings, database: Connection) -> None:
    async with in_process(shared_settings) as application:
        user = application.new_client()
        task = await completed(user, IMAGES[0])
        assert task["images"][0] | {"url": ""} == {
            "url": "",
            "sha256": sha256(PICTURES[0]).hexdigest(),
            "size": len(PICTURES[0]),
            "provenance": None,
        }
        found = (await user.data(VERIFY, image=IMAGES[0]))["verifyImage"]
        assert found["recognisedBy"] == "BYTES"
        assert json.dumps(found["provenance"])
    rows = "SELECT count(*) FROM task_record.image_provenance WHERE user_id = $1"
    assert await database.fetchval(rows, user.id) == 0

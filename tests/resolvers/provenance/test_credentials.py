"""Results are signed where a key is set: C2PA's own reader, and exiftool, say what is in the file."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.settings.settings import Settings
from storage.images.sign_and_mark import LARGE
from storage.provenance.signing_key import SigningKey
from tests.api import Client
from tests.application import Application, in_process
from tests.pictures import data_url, noise, picture
from tests.resolvers.provenance.labelled import EDITED, GENERATED, PRODUCER, VERIFY, completed, fetched, pixels
from tests.resolvers.provenance.signed import actions, manifests, signing
from tests.server.observation.scraping import scrape
from tests.storage.provenance.authority import Authority
from tests.storage.provenance.files import by_exiftool

PICTURES = [picture((80, 60), seed=seed) for seed in range(4)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
MODEL = "flux-1"


@pytest.fixture(scope="module")
async def signing_application(shared_settings: Settings, authority: Authority) -> AsyncIterator[Application]:
    changes = signing(authority, authority.issue())
    async with in_process(shared_settings, content_producer=PRODUCER, **changes) as application:
        yield application


@pytest.fixture
def application(signing_application: Application) -> Application:
    return signing_application


async def verified(user: Client, content: bytes) -> dict[str, Any]:
    return dict((await user.data(VERIFY, image={"dataUrl": data_url(content)}))["verifyImage"])


@pytest.mark.slow
async def test_results_are_signed(user: Client, new_client: Any, authority: Authority, tmp_path: Path) -> None:
    task = await completed(user, *IMAGES[:2], modelVersion=MODEL)
    for sent, image in zip(PICTURES, task["images"], strict=False):
        stored = await fetched(image["url"])
        assert pixels(stored) == pixels(sent)
        assert image["size"] == len(stored)
        assert image["provenance"]["isSigned"] is True
        assert json.loads(by_exiftool(stored, tmp_path)["xmp-tc260:aigc"]) == image["provenance"]["aigcLabel"]
        [manifest] = manifests(stored, authority)
        [made] = actions(manifest)
        assert (made["action"], made["digitalSourceType"]) == ("c2pa.created", GENERATED)
        assert made["softwareAgent"] == {"name": MODEL}
        assert made["when"]
        for secret in ("A fox", task["id"], str(user.id), user.id.hex):
            assert secret.encode() not in stored
    said = {"provenance": image["provenance"], "isIntact": True, "isTrusted": True, "signer": "Example Studio"}
    assert await verified(user, stored) == said | {"task": {"id": task["id"]}, "recognisedBy": "BYTES"}
    changed = await verified(user, stored + b"\n")
    assert changed == said | {
        "isIntact": False,
        "isTrusted": False,
        "task": {"id": task["id"]},
        "recognisedBy": "LABEL",
    }
    assert await verified(new_client(), stored) == said | {"task": None, "recognisedBy": None}


@pytest.mark.slow
async def test_lineage_travels_with_the_file(user: Client, authority: Authority) -> None:
    source = await completed(user, IMAGES[0], modelVersion=MODEL)
    sources = [{"taskId": source["id"], "relation": "VARIATION"}]
    variation = await completed(user, IMAGES[1], sources=sources)
    made, before = manifests(await fetched(variation["images"][0]["url"]), authority)
    assert [one["relationship"] for one in made["ingredients"]] == ["inputTo"]
    assert len(actions(made)[0]["parameters"]["ingredients"]) == 1
    assert actions(before)[0]["softwareAgent"] == {"name": MODEL}
    new = {"prompt": "A fox", "taskType": "IMAGE_EDIT", "originalImage": IMAGES[2], "sources": sources}
    given = {"task": new, "outcome": {"completed": {"image": IMAGES[3]}}}
    results = "results { task { images { url } } errors { code } }"
    [recorded] = (await user.mutate("recordTasks", results, tasks=[given]))["results"]
    edit = next(manifests(await fetched(recorded["task"]["images"][0]["url"]), authority))
    assert [one["relationship"] for one in edit["ingredients"]] == ["parentOf", "inputTo"]
    opened, edited = actions(edit)
    assert (opened["action"], edited["action"], edited["digitalSourceType"]) == ("c2pa.opened", "c2pa.edited", EDITED)


@pytest.mark.slow
async def test_provider_credentials_become_the_parent(
    user: Client, shared_settings: Settings, authority: Authority
) -> None:
    async with AsyncExitStack() as stack:
        provider = await stack.enter_async_context(
            in_process(shared_settings, **signing(authority, authority.issue("A provider")))
        )
        theirs = await completed(provider.new_client(), IMAGES[0])
        sent = await fetched(theirs["images"][0]["url"])
        assert theirs["images"][0]["provenance"] == {"isSigned": True, "aigcLabel": None, "digitalSourceType": None}
        found = await verified(provider.new_client(), sent + b"\n")
        assert (found["signer"], found["recognisedBy"]) == ("A provider", None)
        labelling = await stack.enter_async_context(in_process(shared_settings, content_producer=PRODUCER))
        untouched = await completed(labelling.new_client(), {"dataUrl": data_url(sent)})
        assert await fetched(untouched["images"][0]["url"]) == sent
    task = await completed(user, {"dataUrl": data_url(sent)})
    image = task["images"][0]
    assert image["provenance"]["aigcLabel"]["ContentProducer"] == PRODUCER
    ours, before = manifests(await fetched(image["url"]), authority)
    assert [one["action"] for one in actions(ours)] == ["c2pa.opened"]
    assert before["signature_info"]["common_name"] == "A provider"


@pytest.mark.slow
async def test_a_signed_picture_is_recognised_without_a_label(shared_settings: Settings, authority: Authority) -> None:
    async with in_process(shared_settings, **signing(authority, authority.issue())) as application:
        user = application.new_client()
        task = await completed(user, IMAGES[0])
        found = await verified(user, await fetched(task["images"][0]["url"]) + b"\n")
        assert (found["task"], found["recognisedBy"]) == ({"id": task["id"]}, "LABEL")


def dies(*_: object) -> bytes:
    raise EOFError


def signs_something_else(
    key: SigningKey, _: bytes, sign: Callable[[SigningKey, bytes], bytes] = SigningKey.sign
) -> bytes:
    return sign(key, b"something else")


@pytest.mark.parametrize(
    ("sign", "lasts"), [(SigningKey.sign, -1), (dies, 1), (signs_something_else, 1)], ids=["expired", "dead", "wrong"]
)
async def test_an_image_that_cannot_be_signed_is_stored(
    shared_settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch, sign: Any, lasts: int
) -> None:
    """Neither one that is signed in turn nor a larger one, whose signed copy is written while it is verified."""
    monkeypatch.setattr(SigningKey, "sign", sign)
    pair, sizes = authority.issue(lasts=timedelta(minutes=lasts)), (PICTURES[0], noise(LARGE))
    async with in_process(shared_settings, content_producer=PRODUCER, **signing(authority, pair)) as application:
        before = await scrape(application.http)
        for sent in sizes:
            [image] = (await completed(application.new_client(), {"dataUrl": data_url(sent)}))["images"]
            assert image["provenance"]["isSigned"] is False
            assert image["provenance"]["aigcLabel"]["ContentProducer"] == PRODUCER
            stored = await fetched(image["url"])
            assert (len(stored), sha256(stored).hexdigest()) == (image["size"], image["sha256"])
            assert pixels(stored) == pixels(sent)
        after = await scrape(application.http)
        assert after.added(before, "task_record_signatures_total", outcome="unsigned") == len(sizes)


@pytest.mark.slow
async def test_a_picture_of_ten_megabytes_is_signed(user: Client, authority: Authority) -> None:
    content = noise(9_500_000)
    task = await completed(user, {"dataUrl": data_url(content)})
    stored = await fetched(task["images"][0]["url"])
    assert len(list(manifests(stored, authority))) == 1
    assert pixels(stored) == pixels(content)

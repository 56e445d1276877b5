"""`./run label` labels stored results, continues where it was interrupted, and loses nothing."""

import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from server.operations.label_stored import label_stored
from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from storage.objects import Storage
from tests.api import Client
from tests.bucket import own_bucket
from tests.pictures import data_url, picture
from tests.resolvers.provenance.labelled import PRODUCER, VERIFY, completed, fetched, pixels
from tests.storage.provenance.authority import Authority

pytestmark = [pytest.mark.own_database, pytest.mark.slow]

PICTURES = [picture((40 + n, 30), seed=n) for n in range(5)]
SIGNED = PICTURES[4][:33] + b"\0\0\0\1caBXx" + zlib.crc32(b"caBXx").to_bytes(4) + PICTURES[4][33:]
IMAGES = [{"dataUrl": data_url(one)} for one in (*PICTURES[:4], SIGNED)]
READ = """query ($id: ID!) { task(id: $id) { updatedAt images { url thumbnail: url(variant: THUMBNAIL) sha256 size
  provenance { aigcLabel isSigned digitalSourceType } } } }"""
MARKED = "query ($id: ID!) { task(id: $id) { images { url(variant: MARKED) } } }"


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with own_bucket(settings) as own:
        yield own


async def test_stored_results_are_labelled(
    user: Client,
    new_client: Any,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = await completed(user, *IMAGES[:3], modelVersion="flux-1")
    edit = await completed(user, IMAGES[3], originalImage=IMAGES[0])
    foreign = await completed(user, IMAGES[4])
    of_free = await completed(new_client(plan="free"), IMAGES[0])
    before = (await user.data(READ, id=task["id"]))["task"]
    marked = (await user.data(MARKED, id=task["id"]))["task"]["images"]
    pair = Authority(tmp_path).issue()
    plans = {name: replace(plan, label_images=name != "free") for name, plan in settings.plans.items()}
    files = {"content_credentials_certificates": pair.certificates, "content_credentials_key": pair.key}
    labelling = settings.model_copy(update={"content_producer": PRODUCER, **files})
    labelling.__dict__["plans"] = plans
    lines: list[str] = []
    assert await label_stored(labelling, lines.append, dry_run=True) == 0
    assert lines == ["5 results should have a label and have none. Nothing was changed."]

    lines.clear()
    await reconcile(labelling, lines.append, repair=False)
    assert lines[0] == "unlabelled images: 5, which ./run label labels"

    # Interrupted after the second image is stored under its new key, before its task names it.
    put, stored = Storage.put, [0]

    async def dies(self: Storage, key: str, *rest: Any, **named: Any) -> None:
        await put(self, key, *rest, **named)
        stored[0] += 1
        if stored[0] == 3:
            raise ConnectionError("the process dies")

    monkeypatch.setattr(Storage, "put", dies)
    with pytest.raises(BaseExceptionGroup):
        await label_stored(labelling, lines.append, dry_run=False)
    monkeypatch.setattr(Storage, "put", put)
    lines.clear()
    assert await label_stored(labelling, lines.append, dry_run=False) == 0
    assert lines[-1].endswith("0 left as they are.")

    after = (await user.data(READ, id=task["id"]))["task"]
    assert after["updatedAt"] == before["updatedAt"]
    for old, new, sent in zip(before["images"], after["images"], PICTURES, strict=False):
        content = await fetched(new["url"])
        assert new["url"] != old["url"]
        assert (new["sha256"], new["size"]) == (sha256(content).hexdigest(), len(content))
        assert pixels(content) == pixels(sent)
        assert new["provenance"]["aigcLabel"]["ContentProducer"] == PRODUCER
        assert new["provenance"]["isSigned"] is True
        assert (await fetched(new["thumbnail"]))[8:12] == b"WEBP"
        found = (await user.data(VERIFY, image={"dataUrl": data_url(sent)}))["verifyImage"]
        assert (found["task"], found["recognisedBy"]) == ({"id": task["id"]}, "LIKENESS")
    for old, new in zip(marked, (await user.data(MARKED, id=task["id"]))["task"]["images"], strict=True):
        assert new["url"] != old["url"]
        assert PRODUCER.encode() in await fetched(new["url"])
    [image] = (await user.data(READ, id=edit["id"]))["task"]["images"]
    assert image["provenance"]["digitalSourceType"].endswith("compositeWithTrainedAlgorithmicMedia")
    [image] = (await user.data(READ, id=foreign["id"]))["task"]["images"]
    assert image["provenance"]["isSigned"] is not False
    lines.clear()
    assert await label_stored(labelling, lines.append, dry_run=False) == 0
    assert lines == ["0 results should have a label and have none. Nothing was changed."]
    lines.clear()
    assert await reconcile(labelling, lines.append, repair=False) == 0
    assert not any("unlabelled" in line for line in lines)
    assert (await user.data(READ, id=of_free["id"]))["task"] is None  # another's
    audit = await new_client(role="admin").data("{ admin { audit(first: 9) { nodes { action userId count } } } }")
    noted = [one for one in audit["admin"]["audit"]["nodes"] if one["action"] == "LABEL"]
    assert {one["userId"] for one in noted} == {str(user.id)}
    assert sum(one["count"] for one in noted) >= 5

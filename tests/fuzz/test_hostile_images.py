"""Damaged images of each format, sent to a server that labels and signs, are stored or refused, and harm nothing."""

import asyncio
import io
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

import pytest

from benchmarks.memory import memory_of
from server.settings.settings import Settings
from storage.provenance.content_credentials import read_credentials
from tests.api import Client, mutation
from tests.application import own_process
from tests.fuzz.fuzz import EXAMPLES, SEED, UNLIMITED
from tests.pictures import data_url
from tests.resolvers.images.direct_upload import uploaded
from tests.resolvers.provenance.labelled import fetched
from tests.storage.provenance.authority import Authority
from tests.storage.provenance.files import FILES, damaged, type_of, with_checksums

VARIANTS = max(EXAMPLES // 20, 15)
"""Of each format."""
SENDERS = 4
MAX_GROWTH = 48 * 1024 * 1024
"""Bytes by which the server's memory may grow."""
VERIFY = "query ($image: GivenImageInput!) { verifyImage(image: $image) { provenance { isSigned } isIntact } }"
RECORD = mutation(
    "recordTasks", "results { task { images { url contentType provenance { isSigned } } } errors { code } }"
)


class Picture(NamedTuple):
    content_type: str
    content: bytes


async def answered(user: Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = await user.http.post("/graphql", json={"query": query, "variables": variables}, headers=user.headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def recorded(user: Client, **image: str) -> dict[str, Any]:
    given = {"task": {"prompt": "A fox"}, "outcome": {"completed": {"image": image}}}
    [result] = (await answered(user, RECORD, input={"tasks": [given]}))["data"]["recordTasks"]["results"]
    return dict(result)


async def outcome(result: dict[str, Any], sent: bytes) -> str:
    """What came of a picture; what was signed is read back, and must be intact."""
    if result["errors"]:
        return "refused: " + ", ".join(error["code"] for error in result["errors"])
    [image] = result["task"]["images"]
    if not image["provenance"]["isSigned"]:
        return "stored, not signed"
    stored = await fetched(image["url"])
    if stored == sent:
        return "kept with the credentials that it came with"
    found = read_credentials(image["contentType"], io.BytesIO(stored), None)
    return "signed" if found and found.is_intact else "signed, not intact"


async def verified(user: Client, picture: Picture) -> str:
    answer = await answered(user, VERIFY, image={"dataUrl": data_url(picture.content)})
    if "errors" in answer:
        return "not verified: " + ", ".join(error["extensions"]["code"] for error in answer["errors"])
    return f"verified, intact: {answer['data']['verifyImage']['isIntact']}"


async def sent_inline(user: Client, picture: Picture) -> str:
    return await outcome(await recorded(user, dataUrl=data_url(picture.content)), picture.content)


async def sent_to_storage(user: Client, picture: Picture) -> str:
    upload = await uploaded(user, None, picture.content, contentType=picture.content_type)
    return await outcome(await recorded(user, uploadId=upload), picture.content)


WAYS: list[Callable[[Client, Picture], Awaitable[str]]] = [verified, sent_inline, sent_to_storage]
ANSWERS = {
    *("signed", "kept with the credentials that it came with", "stored, not signed"),
    *("refused: INVALID_IMAGE", "not verified: BAD_USER_INPUT"),
    *(f"verified, intact: {value}" for value in (True, False, None)),
}


def hostile(pictures: list[Picture], random: Random) -> Picture:
    """One of the pictures, damaged; half of the PNGs with right checksums, without which they are not looked at."""
    content_type, content = random.choice(pictures)
    content = damaged(content, random)
    if content_type == "image/png" and random.random() < 0.5:
        content = with_checksums(content)
    return Picture(content_type, content)


@pytest.mark.slow
@pytest.mark.examples
async def test_damaged_images_are_answered(settings: Settings, tmp_path: Path) -> None:
    pair, random = Authority(tmp_path).issue(), Random(SEED)
    signs = {
        "CONTENT_PRODUCER": "Example Studio",
        "CONTENT_CREDENTIALS_CERTIFICATES": str(pair.certificates),
        "CONTENT_CREDENTIALS_KEY": str(pair.key),
    }
    async with own_process(settings, **signs, **UNLIMITED) as server:
        whole: dict[str, list[Picture]] = {}
        for make in FILES.values():
            picture = Picture(type_of(make()), make())
            result = await recorded(server.new_client(), dataUrl=data_url(picture.content))
            assert await outcome(result, picture.content) == "signed"
            stored = await fetched(result["task"]["images"][0]["url"])
            whole.setdefault(picture.content_type, []).extend((picture, picture._replace(content=stored)))
        each = [hostile(pictures, random) for pictures in whole.values() for _ in range(VARIANTS)]
        waiting, answers, times = list(zip(each, cycle(WAYS), strict=False)), Counter[str](), list[float]()
        before = memory_of(server.process.pid)

        async def send() -> None:
            while waiting:
                picture, way = waiting.pop()
                began = perf_counter()
                answers[await way(server.new_client(), picture)] += 1  # a user may have 200 unused uploads
                times.append(perf_counter() - began)

        await asyncio.gather(*(send() for _ in range(SENDERS)))
        grown = memory_of(server.process.pid) - before
        print(f"TASK_RECORD_SEED={SEED}: {dict(answers)}, slowest {max(times):.2f} s, {grown / 2**20:+.1f} MB")
        _, _, failure = server.log.partition("Traceback")
        assert set(answers) <= ANSWERS, failure[:5000]
        assert answers.total() == VARIANTS * len(whole)
        assert grown < MAX_GROWTH
        assert not failure

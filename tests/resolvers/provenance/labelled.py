"""Completes tasks with images, and fetches what is stored."""

import io
from typing import Any

import httpx2
from PIL import Image

from tests.api import Client

PRODUCER = "某某公司"
SAID = "provenance { isSigned aigcLabel digitalSourceType }"
TASK = f"id status images {{ url sha256 size {SAID} }} originalImage {{ url sha256 {SAID} }}"
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
EDITED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
VERIFY = f"""query ($image: GivenImageInput!) {{ verifyImage(image: $image) {{
  {SAID} isIntact isTrusted signer task {{ id }} recognisedBy }} }}"""


async def completed(user: Client, *images: dict[str, Any], **given: Any) -> dict[str, Any]:
    task = await user.new_task(**given)
    payload = await user.mutate(
        "completeTask", f"task {{ {TASK} }}", id=task, image=images[0], moreImages=list(images[1:])
    )
    assert payload["errors"] == []
    done: dict[str, Any] = payload["task"]
    return done


async def fetched(url: str) -> bytes:
    async with httpx2.AsyncClient() as browser:
        return (await browser.get(url)).raise_for_status().content


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGBA").tobytes()

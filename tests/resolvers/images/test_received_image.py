"""Images are accepted or refused by their content, whatever name or type they are sent with."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from resolvers.images import inspected_image
from resolvers.images.inspected_image import QUICK_TURNS
from tests.api import Client, NewClient, mutation
from tests.pictures import data_url, picture
from tests.storage.images.attacks import png

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><script>alert(1)</script></svg>"
ACCEPTED = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "AVIF": "image/avif"}
ANOTHER, BROKEN, LARGE = "not an image of an accepted kind", "broken or incomplete", "too large to decode"
REFUSED = {
    "nothing": (b"", ANOTHER),
    "text": (b"not an image", ANOTHER),
    "SVG": (SVG, ANOTHER),
    "BMP": (picture(image_format="BMP"), ANOTHER),
    "TIFF": (picture(image_format="TIFF"), ANOTHER),
    "PDF": (picture(image_format="PDF"), ANOTHER),
    "HTML": (b"<!doctype html><img>", ANOTHER),
    **{f"truncated {name}": (picture((300, 200), name)[:-25], BROKEN) for name in ACCEPTED},
    "a header alone": (picture()[:40], ANOTHER),
    "too many pixels": (png(8_000, 7_000), LARGE),
}


@pytest.mark.slow
async def test_accepted_types_are_detected_by_content(user: Client) -> None:
    for name, content_type in ACCEPTED.items():
        image = picture((300, 200), name)
        by_file = await user.mutate_with_file(
            "createTask", "originalImage.file", image, "picture.txt", prompt=name, originalImage={"file": None}
        )
        wrongly_named = {"dataUrl": data_url(image, "image/x-icon")}
        by_data_url = await user.task("createTask", prompt=name, originalImage=wrongly_named)
        for original in (by_file["task"]["originalImage"], by_data_url["originalImage"]):
            assert (original["contentType"], original["width"], original["height"]) == (content_type, 300, 200)
            assert original["size"] == len(image)


@pytest.mark.slow
async def test_other_content_is_refused(user: Client) -> None:
    for name, (content, said) in REFUSED.items():
        error = await user.refused("createTask", prompt=name, originalImage={"dataUrl": data_url(content)})
        assert (error["code"], error["field"]) == ("INVALID_IMAGE", ["input", "originalImage", "dataUrl"]), name
        assert said in error["message"], name
        payload = await user.mutate_with_file(
            "createTask", "originalImage.file", content, prompt=name, originalImage={"file": None}
        )
        assert payload == {"task": None, "errors": [error | {"field": ["input", "originalImage", "file"]}]}
    assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == []


async def test_images_of_a_back_end_wait_only_for_those_of_the_same_user(user: Client, new_client: NewClient) -> None:
    service = new_client(role="service")
    completions = []
    for one in (user, new_client()):
        task = await one.task("createTask", prompt="A fox")
        completions.append(service.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())}))
    with QUICK_TURNS.claim(user.id) as turn:  # as while an image of theirs is decoded
        turn.take_now(1)
        waiting, done = map(asyncio.create_task, completions)
        assert (await done)["status"] == "COMPLETED"
        assert await asyncio.wait([waiting], timeout=0.2) == (set(), {waiting})
    assert (await waiting)["status"] == "COMPLETED"


async def test_waiting_too_long_for_a_decoder_is_refused(user: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspected_image, "MAX_DECODER_WAIT_SECONDS", 0.2)
    given = {"prompt": "A fox", "originalImage": {"dataUrl": data_url(picture())}}
    with QUICK_TURNS.claim("one") as one, QUICK_TURNS.claim("another") as another:
        one.take_now(1)
        another.take_now(1)
        answer = await user.post(mutation("createTask"), input=given)
    [error] = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["retryAfter"]) == ("UNAVAILABLE", 5)
    assert "decoder for images" in error["message"]
    assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == []
    assert (await user.task("createTask", **given))["originalImage"]


NO_DATA_URLS = {
    "": "such as `data:image/png;base64,…`",
    "https://example.com/picture.png": "such as `data:image/png;base64,…`",
    "data:text/html;base64,AAAA": "such as `data:image/png;base64,…`",
    "data:image/png,AAAA": "such as `data:image/png;base64,…`",
    "data:image/png;base64,AAA*": "is not base64",
    "data:image/png;base64,AAA": "is not base64",
    "data:image/png;base64,AA AA": "is not base64",
    "data:image/png;base64,\0": "is not base64",
    "data:image/png;base64,图": "is not base64",
}


async def test_invalid_data_urls_are_refused(user: Client) -> None:
    for url, said in NO_DATA_URLS.items():
        error = await user.refused("createTask", prompt="A fox", originalImage={"dataUrl": url})
        assert (error["code"], error["field"]) == ("INVALID", ["input", "originalImage", "dataUrl"]), url
        assert said in error["message"]


LITERAL = 'mutation { createTask(input: {prompt: "x", originalImage: %s}) { task { id } } }'


async def test_an_image_must_be_given_in_exactly_one_way(user: Client) -> None:
    one = "Within OneOf Input Object type 'ImageInput', exactly one field must be specified"
    one += ", and the value for that field must be non-null."
    image = {"dataUrl": data_url(picture())}
    wrong: list[tuple[dict[str, Any], str]] = [({}, ""), ({"file": None}, ".file"), (image | {"uploadId": "x"}, "")]
    for other, field in wrong:
        given = {"id": str(uuid4()), "image": image, "moreImages": [image, other]}
        error = await user.error(mutation("completeTask"), input=given)
        assert error["message"] == f"Variable '$input' has invalid value at .moreImages[1]{field}: {one}"
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
    for literal in ("{}", "{file: null}", '{dataUrl: "data:", uploadId: "x"}'):
        error = await user.error(LITERAL % literal)
        assert (error["message"], error["locations"][0]["line"]) == (one, 1)
        assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    for file in ('"x"', "1", "1.5", "true", "{a: 1}", "[1]", "x"):  # a file cannot be written into the document
        assert await user.error_code(LITERAL % f"{{file: {file}}}") == "BAD_USER_INPUT", file
    assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == []

"""The demo's pictures."""

import io

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from server.development.demo.story import EDIT, TASKS, picture
from server.development.painting.painter import size_of


@pytest.mark.slow
def test_they_are_always_the_same_and_each_is_another() -> None:
    number = next(number for number, task in enumerate(TASKS) if task.prompt.startswith("Latte art"))
    first = picture(number, 0)
    assert picture(number, 0) == first != picture(number, 1)
    assert Image.open(io.BytesIO(first)).size == size_of(TASKS[number].ratio)


@pytest.mark.slow
def test_an_edit_resembles_what_it_edits() -> None:
    number = next(number for number, task in enumerate(TASKS) if task.prompt == "同样的光，米白色的墙")
    assert TASKS[number].relation == EDIT
    edited, source, other = (small(picture(place, 0)) for place in (number, number - 1, number + 1))
    assert difference(edited, source) < difference(edited, other) / 2


def small(picture: bytes) -> Image.Image:
    return ImageOps.autocontrast(Image.open(io.BytesIO(picture)).convert("L").resize((32, 32)))


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])

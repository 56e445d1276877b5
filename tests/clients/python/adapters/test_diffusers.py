"""A pipeline with the signature and the result of those of diffusers, which needs no weights."""

import asyncio
from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar

from PIL import Image
from task_record.adapters.diffusers import RecordedPipeline

from tests.api import Client
from tests.clients.python.animals import sha256
from tests.clients.python.conftest import Connect, history


@dataclass
class Generator:
    """As `torch.Generator`."""

    seed: int

    def initial_seed(self) -> int:
        return self.seed


@dataclass
class Output:
    """As `StableDiffusionPipelineOutput`."""

    images: list[Image.Image]
    nsfw_content_detected: list[bool] | None


class Pipeline:
    config: ClassVar = {"_name_or_path": "stabilityai/stable-diffusion-xl-base-1.0"}
    device = "cpu"

    def __call__(self, prompt: str | list[str], num_images_per_prompt: int = 1, **given: Any) -> Any:
        prompts = [prompt] if isinstance(prompt, str) else prompt
        images = [Image.new("RGB", (8, 8), (number, 0, 0)) for number in range(len(prompts) * num_images_per_prompt)]
        flagged = ["violence" in prompts[place // num_images_per_prompt] for place in range(len(images))]
        return Output(images, flagged) if given.get("return_dict", True) else (images, flagged)


class Flux(Pipeline):
    """A pipeline without a safety checker."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        return super().__call__(*given, **named)[:1]


def png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


async def test_a_pipelines_images_are_recorded(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> Output:
        pipeline = RecordedPipeline(tr, Pipeline(), record={"metadata": {"batch": "7"}})
        assert pipeline.device == "cpu"
        result: Output = pipeline(
            ["A fox", "violence"],
            num_images_per_prompt=2,
            num_inference_steps=30,
            guidance_scale=7.5,
            negative_prompt="blurry",
            generator=[Generator(2**63 + number) for number in range(4)],
        )
        assert tr.flush(10)
        return result

    result = await asyncio.to_thread(work)
    found = {task["prompt"]: task for task in await history(user)}
    task = found["A fox"]
    assert task["modelVersion"] == "stabilityai/stable-diffusion-xl-base-1.0"
    assert task["parameters"] == {"steps": 30, "guidance": 7.5, "negative_prompt": "blurry", "seed": 2**63}
    assert (task["imageCount"], task["metadata"]) == (2, {"batch": "7"})
    assert task["images"] == sha256(*map(png, result.images[:2]))
    assert (found["violence"]["status"], found["violence"]["failureCode"]) == ("FAILED", "content_policy")


async def test_a_pipelines_tuples_are_recorded(connect: Connect, user: Client) -> None:
    """`return_dict=False` returns the images and, if the pipeline has a safety checker, what that found."""
    tr = connect(user)

    def work() -> list[Image.Image]:
        images, flagged = RecordedPipeline(tr, Pipeline())(["A fox", "violence"], return_dict=False)
        assert flagged == [False, True]
        [(flux,)] = [RecordedPipeline(tr, Flux())("A bear", return_dict=False)]
        assert tr.flush(10)
        return [images[0], flux[0]]

    fox, bear = await asyncio.to_thread(work)
    found = {task["prompt"]: (task["failureCode"], task["images"]) for task in await history(user)}
    assert found == {
        "A fox": (None, sha256(png(fox))),
        "violence": ("content_policy", []),
        "A bear": (None, sha256(png(bear))),
    }

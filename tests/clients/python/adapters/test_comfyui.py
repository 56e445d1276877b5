"""An imitation of a server of ComfyUI."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from task_record.adapters.comfyui import ComfyUI

from tests.api import Client
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation

LINKS = {"model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}
SAMPLED = {"seed": 156680208700286, "steps": 20, "cfg": 8, "sampler_name": "euler", "denoise": 1}
WORKFLOW: dict[str, Any] = {
    "3": {"class_type": "KSampler", "inputs": {**SAMPLED, **LINKS}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "A fox", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "fox", "images": ["8", 0]}},
    "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "ink.safetensors", "model": ["4", 0], "clip": ["4", 1]}},
}
IMAGE = {"filename": "fox_00001_.png", "subfolder": "", "type": "output"}


class Api:
    """A queue whose first workflow ends each time a client requests the history."""

    def __init__(self) -> None:
        self.queue: list[list[Any]] = []
        self.history: dict[str, Any] = {}

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        if path == "/prompt":
            workflow = json.loads(body)["prompt"]
            if not workflow:
                return 400, {"error": {"message": "Prompt has no outputs"}, "node_errors": {}}
            self.queue.append([0, f"prompt-{len(self.queue) + len(self.history)}", workflow, {}, ["9"]])
            return 200, {"prompt_id": self.queue[-1][1], "number": 0, "node_errors": {}}
        if path == "/queue":
            return 200, {"queue_running": self.queue[:1], "queue_pending": self.queue[1:]}
        if path.startswith("/view"):
            return 200, FOX
        answer = dict(self.history)
        if self.queue:
            entry = self.queue.pop(0)
            self.history[entry[1]] = self.ended(entry)
        return 200, answer

    def ended(self, entry: list[Any]) -> dict[str, Any]:
        messages: list[Any] = [["execution_start", {"timestamp": 1764403200000}]]
        if entry[2]["6"]["inputs"]["text"] == "a fox too many":
            messages.append(["execution_error", {"exception_message": "CUDA out of memory", "node_id": "3"}])
            return {"prompt": entry, "outputs": {}, "status": {"status_str": "error", "messages": messages}}
        messages.append(["execution_success", {"timestamp": 1764403201500}])
        status = {"status_str": "success", "messages": messages}
        return {"prompt": entry, "outputs": {"9": {"images": [IMAGE]}}, "status": status}


def workflow(text: str) -> dict[str, Any]:
    return {**WORKFLOW, "6": {"class_type": "CLIPTextEncode", "inputs": {"text": text, "clip": ["4", 1]}}}


@pytest.fixture(autouse=True)
def _looks_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("task_record.adapters.comfyui.PAUSE", 0.01)


async def test_a_workflow_is_run_and_recorded(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> None:
        with imitation(Api()) as url:
            comfyui = ComfyUI(tr, url)
            assert comfyui.run(WORKFLOW) == [FOX]
            assert comfyui.run(workflow("a fox too many")) == []
            with pytest.raises(httpx.HTTPStatusError, match="Prompt has no outputs"):
                comfyui.run({})
            comfyui.http.close()
        assert tr.flush(10)

    await asyncio.to_thread(work)
    refused, failed, task = await history(user)
    assert (task["prompt"], task["modelVersion"]) == ("A fox", "sd_xl_base_1.0.safetensors")
    assert task["parameters"]["seed"] == 156680208700286
    assert (task["parameters"]["width"], task["parameters"]["negative_prompt"]) == (512, "blurry")
    assert task["metadata"]["workflow"].startswith("sha256:")
    assert (task["externalId"], task["images"]) == ("prompt-0", sha256(FOX))
    assert (failed["status"], failed["errorMessage"]) == ("FAILED", "CUDA out of memory")
    assert (refused["status"], refused["failureCode"]) == ("FAILED", "provider_error")


async def test_workflows_of_other_clients_are_recorded_once(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> None:
        with imitation(Api()) as url:
            for text in ("A fox", "A wolf"):
                httpx.post(f"{url}/prompt", json={"prompt": workflow(text)})
            for _ in range(2):  # started again, it finds the same
                comfyui = ComfyUI(tr, url)
                listening = comfyui.listen()
                assert next(listening) != next(listening)
                listening.close()
                comfyui.http.close()
                assert tr.flush(10)

    await asyncio.to_thread(work)
    found = {task["prompt"]: task["images"] for task in await history(user)}
    assert found == {"A fox": sha256(FOX), "A wolf": sha256(FOX)}
    assert tr.outbox.refused() == []

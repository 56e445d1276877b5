"""An imitation of a server of ComfyUI."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from task_record.adapters.comfyui import ComfyUI, WorkflowLost
from task_record.adapters.comfyui_graph import read_graph

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


FLUX: dict[str, Any] = {
    "5": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 1024, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["30", 0], "clip": ["11", 0]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["13", 0], "vae": ["10", 0]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "fox", "images": ["8", 0]}},
    "10": {"class_type": "VAELoader", "inputs": {"vae_name": "ae.safetensors"}},
    "11": {"class_type": "DualCLIPLoader", "inputs": {"clip_name1": "t5xxl.safetensors", "type": "flux"}},
    "12": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"}},
    "13": {
        "class_type": "SamplerCustomAdvanced",
        "inputs": {
            "noise": ["25", 0],
            "guider": ["22", 0],
            "sampler": ["16", 0],
            "sigmas": ["17", 0],
            "latent_image": ["5", 0],
        },
    },
    "16": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
    "17": {
        "class_type": "BasicScheduler",
        "inputs": {"scheduler": "simple", "steps": 20, "denoise": 1.0, "model": ["12", 0]},
    },
    "22": {"class_type": "BasicGuider", "inputs": {"model": ["12", 0], "conditioning": ["26", 0]}},
    "25": {"class_type": "RandomNoise", "inputs": {"noise_seed": ["31", 0]}},
    "26": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["6", 0]}},
    "30": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "A fox"}},
    "31": {"class_type": "PrimitiveInt", "inputs": {"value": 1125899906842624123}},
}
"""Flux, as in ComfyUI's own example, with the text and the seed in primitive nodes."""
FLUX_PARAMETERS = {
    "seed": 1125899906842624123,
    "steps": 20,
    "guidance": 3.5,
    "sampler_name": "euler",
    "scheduler": "simple",
    "denoise": 1.0,
    "width": 1024,
    "height": 768,
    "batch_size": 1,
}
CONTROLLED = {
    **WORKFLOW,
    "3": {"class_type": "KSampler", "inputs": {**SAMPLED, **LINKS, "positive": ["20", 0], "negative": ["20", 1]}},
    "20": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0]}},
}
ZEROED = {
    **WORKFLOW,
    "3": {"class_type": "KSampler", "inputs": {**SAMPLED, **LINKS, "negative": ["20", 0]}},
    "20": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["6", 0]}},
}
OF_A_PROVIDER = {
    "1": {"class_type": "FluxProUltraImageNode", "inputs": {"prompt": "A fox", "model": "flux-pro", "seed": 7}},
    "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
}


@pytest.mark.parametrize(
    ("graph", "model", "seed", "negative"),
    [
        (CONTROLLED, "sd_xl_base_1.0.safetensors", SAMPLED["seed"], "blurry"),
        (ZEROED, "sd_xl_base_1.0.safetensors", SAMPLED["seed"], None),
        (OF_A_PROVIDER, "flux-pro", 7, None),
    ],
)
def test_links_lead_to_prompt_model_and_seed(
    graph: dict[str, Any], model: str, seed: int, negative: str | None
) -> None:
    prompt, options = read_graph(graph)
    assert (prompt, options["model"]) == ("A fox", model)
    assert options["parameters"].get("negative_prompt") == negative
    assert options["parameters"]["seed"] == seed


class Api:
    """A queue whose first workflow ends each time a client requests the history."""

    def __init__(self) -> None:
        self.queue: list[list[Any]] = []
        self.history: dict[str, Any] = {}
        self.is_stuck = False
        self.is_forgetful = False

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        if path == "/prompt":
            workflow = json.loads(body)["prompt"]
            if not workflow:
                return 400, {"error": {"message": "Prompt has no outputs"}, "node_errors": {}}
            self.queue.append([0, f"prompt-{len(self.queue) + len(self.history)}", workflow, {}, ["9"]])
            return 200, {"prompt_id": self.queue[-1][1], "number": 0, "node_errors": {}}
        if self.is_forgetful:
            self.queue.clear()
        if path == "/queue":
            return 200, {"queue_running": self.queue[:1], "queue_pending": self.queue[1:]}
        if path.startswith("/view"):
            return 200, FOX
        answer = dict(self.history)
        if self.queue and not self.is_stuck:
            entry = self.queue.pop(0)
            self.history[entry[1]] = self.ended(entry)
        return 200, answer

    def ended(self, entry: list[Any]) -> dict[str, Any]:
        messages: list[Any] = [["execution_start", {"timestamp": 1764403200000}]]
        if json.dumps(entry[2]).count("a fox too many"):
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


async def test_a_flux_workflow_is_recorded(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> None:
        with imitation(Api()) as url:
            comfyui = ComfyUI(tr, url)
            assert comfyui.run(FLUX) == [FOX]
            comfyui.http.close()
        assert tr.flush(10)

    await asyncio.to_thread(work)
    [task] = await history(user)
    assert (task["status"], task["prompt"], task["modelVersion"]) == ("COMPLETED", "A fox", "flux1-dev.safetensors")
    assert (task["parameters"], task["images"]) == (FLUX_PARAMETERS, sha256(FOX))


async def test_a_run_ends_although_the_server_does_not_finish_it(
    connect: Connect, user: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("task_record.adapters.comfyui.LONGEST_SILENCE", 0.05)
    tr = connect(user)

    def run(api: Api, url: str, expected: type[Exception], timeout: float = 60) -> None:
        comfyui = ComfyUI(tr, url)
        with pytest.raises(expected):
            comfyui.run(WORKFLOW, timeout=timeout)
        comfyui.http.close()

    def work() -> None:
        api = Api()
        with imitation(api) as url:
            api.is_stuck = True
            run(api, url, TimeoutError, timeout=0.05)
            api.is_forgetful = True
            run(api, url, WorkflowLost)

        def dying(method: str, path: str, body: bytes) -> Answer:
            return api(method, path, body) if path == "/prompt" else (502, {})

        with imitation(dying) as url:
            run(api, url, httpx.HTTPStatusError)
        assert tr.flush(10)

    await asyncio.to_thread(work)
    codes = [(task["status"], task["failureCode"], task["prompt"]) for task in await history(user)]
    assert codes == [
        ("FAILED", code, "A fox") for code in ("provider_unavailable", "provider_error", "provider_timeout")
    ]

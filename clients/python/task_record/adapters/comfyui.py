"""Records the images of a ComfyUI server: of workflows that this client runs, and of those that others run."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, cast

import httpx

from task_record.adapters.failure import fail
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from task_record.client import TaskRecord

PATIENCE = httpx.Timeout(60.0, connect=5.0)
PAUSE = 1.0
"""Seconds between two requests for the state of the server."""
REMEMBERED = 100
"""Ended workflows that one request reads."""
SAMPLED = ("seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")
SIZED = ("width", "height", "batch_size")

Workflow = Mapping[str, Mapping[str, Any]]
"""Nodes by their id, as ComfyUI exports them for its API."""


class ComfyUI:
    """A server of ComfyUI, at its address, such as `http://127.0.0.1:8188`."""

    def __init__(self, tr: TaskRecord, url: str) -> None:
        self.tr = tr
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)

    def run(self, workflow: Workflow, *, record: Options | None = None) -> list[bytes]:
        """Run a workflow, and return its images. `record` holds what `TaskRecord.record` takes."""
        prompt, options = described(workflow)
        with self.tr.record(prompt, **cast("Options", {**options, **(record or {})})) as task:
            try:
                sent = self._sent(workflow)
                task.note(external_id=sent)
                while not (ended := self._get(f"/history/{sent}").get(sent)):
                    time.sleep(PAUSE)
                return self._record_result(task, ended)
            except httpx.HTTPError as error:
                fail(task, error)
                raise

    def listen(self, *, record: Options | None = None) -> Generator[str, None, None]:
        """
        Record every workflow on the server that is queued, running or recently ended, and continue forever. Yields the
        id of each task that has ended. A workflow is recorded once, even if `listen` is started several times.
        """
        begun: dict[str, str] = {}
        ended: set[str] = set()
        while True:
            history = self._get("/history", max_items=REMEMBERED)
            known = {**self._queued(), **{place: one["prompt"][2] for place, one in history.items()}}
            for place in known.keys() - begun.keys() - ended:
                prompt, options = described(known[place])
                given = {**options, "external_id": place, **(record or {}), "key": f"comfyui:{place}"}
                begun[place] = self.tr.begin(prompt, **cast("Options", given)).id
            for place in begun.keys() & history.keys():
                with self.tr.resume(begun.pop(place)) as task:
                    self._record_result(task, history[place])
                ended.add(place)
                yield task.id
            ended &= history.keys()
            time.sleep(PAUSE)

    def _get(self, path: str, **parameters: Any) -> dict[str, Any]:
        return dict(self.http.get(path, params=parameters).raise_for_status().json())

    def _sent(self, workflow: Workflow) -> str:
        answer = self.http.post("/prompt", json={"prompt": workflow})
        if answer.status_code == httpx.codes.BAD_REQUEST:
            reason = (answer.json().get("error") or {}).get("message") or answer.text
            raise httpx.HTTPStatusError(
                f"ComfyUI refuses the workflow: {reason}", request=answer.request, response=answer
            )
        return str(answer.raise_for_status().json()["prompt_id"])

    def _queued(self) -> dict[str, Workflow]:
        queue = self._get("/queue")
        return {entry[1]: entry[2] for entry in [*queue["queue_running"], *queue["queue_pending"]]}

    def _record_result(self, task: Recording, ended: Mapping[str, Any]) -> list[bytes]:
        """Record the result of a workflow, and return its images."""
        status = ended.get("status") or {}
        messages = dict(status.get("messages") or [])
        if status.get("status_str") == "error":
            error = messages.get("execution_error") or {}
            task.fail(str(error.get("exception_message") or "The workflow failed."), "provider_error")
            return []
        if "execution_interrupted" in messages:
            task.cancel()
            return []
        if {"execution_start", "execution_success"} <= messages.keys():
            task.took(messages["execution_success"]["timestamp"] - messages["execution_start"]["timestamp"])
        made = [image for output in ended["outputs"].values() for image in output.get("images", [])]
        kept = [image for image in made if image["type"] == "output"] or made
        images = [self.http.get("/view", params=image).raise_for_status().content for image in kept]
        task.add(*images)
        return images


def described(workflow: Workflow) -> tuple[str, dict[str, Any]]:
    """Return the prompt of a workflow, and the options of `record` that its sampler, texts and model determine."""
    samplers = [node["inputs"] for node in workflow.values() if {"positive", "steps"} <= node["inputs"].keys()]
    sampler = samplers[0] if samplers else {}
    negative = _text(workflow, sampler.get("negative"))
    parameters = {name: sampler[name] for name in SAMPLED if isinstance(sampler.get(name), (int, float, str))}
    parameters |= {
        name: value for name, value in _linked(workflow, sampler.get("latent_image")).items() if name in SIZED
    }
    if negative:
        parameters["negative_prompt"] = negative
    text = json.dumps(workflow, sort_keys=True, separators=(",", ":"))
    options = {
        "model": _model(workflow, sampler.get("model")),
        "parameters": parameters,
        "metadata": {"workflow": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"},
        "images": min(int(parameters.get("batch_size", 1)), 16),
    }
    return _text(workflow, sampler.get("positive")) or "(no prompt)", options


def _linked(workflow: Workflow, link: Any) -> Mapping[str, Any]:
    """Return the inputs of the node to which a link leads."""
    node = workflow.get(str(link[0])) if isinstance(link, list) and link else None
    return node["inputs"] if node else {}


def _text(workflow: Workflow, link: Any) -> str:
    """Return the text that is encoded at the end of a link, which may pass through other nodes."""
    for _ in workflow:
        inputs = _linked(workflow, link)
        if isinstance(inputs.get("text"), str):
            return str(inputs["text"])
        link = inputs.get("text") or inputs.get("conditioning") or inputs.get("positive")
    return ""


def _model(workflow: Workflow, link: Any) -> str | None:
    """Return the file of the model at the end of a link, which may pass through other nodes, such as LoRAs."""
    for _ in workflow:
        inputs = _linked(workflow, link)
        if name := inputs.get("ckpt_name") or inputs.get("unet_name"):
            return str(name)
        link = inputs.get("model")
    return None

"""Records what a server of ComfyUI generates: workflows that are run from here, and those that others run there."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, cast

import httpx

from task_record.adapters.failure import fail
from task_record.adapters.workflow import Workflow, described
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from task_record.client import TaskRecord

PATIENCE = httpx.Timeout(60.0, connect=5.0)
PAUSE = 1.0
"""Seconds between two looks at what the server does."""
REMEMBERED = 100
"""Workflows that have ended, of which the server is asked at a time."""


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
                return self._note(task, ended)
            except httpx.HTTPError as error:
                fail(task, error)
                raise

    def listen(self, *, record: Options | None = None) -> Generator[str, None, None]:
        """
        Record what anyone runs on the server, for ever: what is queued, runs, or has ended lately. Yields the id of
        each task that has ended. A workflow is recorded once, however often this is started.
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
                    self._note(task, history[place])
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

    def _note(self, task: Recording, ended: Mapping[str, Any]) -> list[bytes]:
        """Note what came of a workflow, and return its images."""
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

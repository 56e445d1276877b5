"""Records the images of a ComfyUI server: of workflows that this client runs, and of those that others run."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import httpx

from task_record.adapters.call import PATIENCE, described, downloaded, fail, failing, recording_result
from task_record.adapters.comfyui_graph import Workflow, read_graph
from task_record.outbox.values import NO_PROMPT
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from task_record.client import TaskRecord

logger = logging.getLogger("task_record")

PAUSE = 1.0
"""Seconds between two requests for the state of the server."""
LONGEST_SILENCE = 60.0
"""Seconds for which the server may not respond until a workflow that waits for it has failed."""
REMEMBERED = 100
"""Ended workflows that one request reads."""


class WorkflowLost(Exception):
    """The server was restarted, or its queue or history was cleared."""

    def __init__(self) -> None:
        super().__init__("ComfyUI no longer has the workflow. It was restarted, or its queue or history was cleared.")


class ComfyUI:
    """A server of ComfyUI, at its address, such as `http://127.0.0.1:8188`."""

    def __init__(self, tr: TaskRecord, url: str) -> None:
        self.tr = tr
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)

    def run(self, workflow: Workflow, *, timeout: float = 3600.0, record: Options | None = None) -> list[bytes]:
        """
        Run a workflow, and return its images, or an empty list if it fails. `record` holds what `TaskRecord.record`
        takes. Raises `TimeoutError` after `timeout` seconds, and `WorkflowLost` if the server has forgotten it.
        """
        prompt, options = _described(workflow, record)
        with self.tr.record(prompt, **options) as task, failing(task):
            sent = self._sent(workflow)
            task.note(external_id=sent)
            images = self._record_result(task, self._ended(sent, time.monotonic() + timeout))
            if missing := [one for one in images if isinstance(one, str)]:
                task.complete()
                raise httpx.TransportError(f"The images could not be downloaded yet: {', '.join(missing)}")
            return [one for one in images if isinstance(one, bytes)]

    def listen(self, *, record: Options | None = None) -> Generator[str, None, None]:
        """
        Record every workflow on the server that is queued, running or recently ended, and continue forever. Yields the
        id of each task that has ended. A workflow is recorded once, even if `listen` is started several times.
        """
        begun: dict[str, str] = {}
        ended: set[str] = set()
        while True:
            try:
                queued, history = self._queued(), self._get("/history", max_items=REMEMBERED)
            except httpx.HTTPError as error:
                logger.warning("ComfyUI does not respond: %s", error)
            else:
                self._begin(
                    begun, ended, {**queued, **{place: one["prompt"][2] for place, one in history.items()}}, record
                )
                yield from self._end(begun, ended, queued, history)
                ended &= history.keys()
            time.sleep(PAUSE)

    def _begin(
        self, begun: dict[str, str], ended: set[str], known: Mapping[str, Workflow], record: Options | None
    ) -> None:
        for place in known.keys() - begun.keys() - ended:
            prompt, options = _described(known[place], cast("Options", {"external_id": place, **(record or {})}))
            begun[place] = self.tr.begin(prompt, **cast("Options", {**options, "key": f"comfyui:{place}"})).id

    def _end(
        self, begun: dict[str, str], ended: set[str], queued: Mapping[str, Any], history: Mapping[str, Any]
    ) -> Iterator[str]:
        for place in begun.keys() - queued.keys():
            with self.tr.resume(begun.pop(place)) as task, recording_result(task):
                found = history.get(place) or self._get(f"/history/{place}").get(place)
                if found:
                    self._record_result(task, found)
                else:
                    fail(task, WorkflowLost())
            ended.add(place)
            yield task.id

    def _ended(self, sent: str, until: float) -> dict[str, Any]:
        """Wait until a workflow has ended, and return its entry of the history."""
        heard = time.monotonic()
        while (now := time.monotonic()) < until:
            try:
                queued = self._queued()  # first, since an ended workflow moves from the queue to the history
                if ended := self._get(f"/history/{sent}").get(sent):
                    return dict(ended)
                if sent not in queued:
                    raise WorkflowLost
                heard = now
            except httpx.HTTPError:
                if now - heard > LONGEST_SILENCE:
                    raise
            time.sleep(PAUSE)
        raise TimeoutError("The workflow has not ended in time.")

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

    def _record_result(self, task: Recording, ended: Mapping[str, Any]) -> list[bytes | str]:
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
        images = [downloaded(str(self.http.build_request("GET", "/view", params=image).url)) for image in kept]
        task.add(*images)
        return images


def _described(workflow: Workflow, record: Options | None) -> tuple[str, Options]:
    """Return the prompt of a workflow and the options of `record`, also for a workflow that cannot be read."""
    try:
        prompt, options = read_graph(workflow)
    except Exception:
        logger.exception("The prompt, the model and the parameters of a workflow are not recorded.")
        prompt, options = NO_PROMPT, {}
    return prompt, described(record, lambda: options)

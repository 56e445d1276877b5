"""Records predictions of Replicate: those that are waited for, and those whose end a webhook tells."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from task_record.adapters.failure import fail, noting
from task_record.recording.options import Options
from task_record.recording.recording import Recording
from task_record.webhooks import Webhooks

if TYPE_CHECKING:
    from replicate.client import Client
    from replicate.prediction import Prediction

    from task_record.client import TaskRecord

logger = logging.getLogger("task_record")

TASK = "task_record_id"
"""The parameter of a webhook's address that says whose end it tells."""
PATIENCE = 60.0
"""Seconds to fetch an image."""
OWN = ("prompt", "image")


class Replicate:
    """
    Runs models by `replicate.Client`. `record` holds what `TaskRecord.record` takes. `webhook_secret` is Replicate's
    signing secret. Outputs are fetched at once, since Replicate removes them after an hour.
    """

    def __init__(self, tr: TaskRecord, client: Client, webhook_secret: str | Sequence[str] = ()) -> None:
        self.tr = tr
        self.client = client
        self.webhooks = Webhooks(webhook_secret)

    def run(self, ref: str, input: Mapping[str, Any], *, record: Options | None = None) -> Prediction:
        """Run a model (`owner/name` or `owner/name:version`), wait for its end, and return the prediction."""
        with self.tr.record(_prompt(input), **_options(ref, input, record)) as task:
            try:
                prediction = self.client.predictions.create(**_named(ref), input=dict(input))
                task.note(external_id=prediction.id)
                prediction.wait()
            except Exception as error:
                fail(task, error)
                raise
            with noting(task):
                _note(task, prediction.dict())
            return prediction

    def start(self, ref: str, input: Mapping[str, Any], *, webhook: str, record: Options | None = None) -> Prediction:
        """Begin a prediction, whose end Replicate tells the address `webhook`: hand that to `receive`."""
        task = self.tr.begin(_prompt(input), **_options(ref, input, record))
        address = f"{webhook}{'&' if urlsplit(webhook).query else '?'}{urlencode({TASK: task.id})}"
        called: Any = {"webhook": address, "webhook_events_filter": ["completed"]}
        try:
            prediction = self.client.predictions.create(**_named(ref), input=dict(input), **called)
        except Exception as error:
            fail(task, error)
            self.tr.recorder.end(task, None)
            raise
        self.tr.recorder.start(task.id, prediction.id)
        return prediction

    def receive(self, body: bytes, headers: Mapping[str, str], url: str) -> None:
        """
        End the task of a prediction that has ended: with the webhook's body, its headers and the address it was sent
        to. Raises `NotVerified` where the signature is not Replicate's. Safe to repeat.
        """
        prediction = json.loads(self.webhooks.verified(body, headers))
        [recorded] = parse_qs(urlsplit(url).query)[TASK]
        with self.tr.resume(recorded) as task:
            task.note(external_id=prediction["id"])
            _note(task, prediction)


def _named(ref: str) -> dict[str, Any]:
    name, _, version = ref.partition(":")
    return {"version": version} if version else {"model": name}


def _prompt(input: Mapping[str, Any]) -> str:
    return str(input.get("prompt") or "(no prompt)")


def _options(ref: str, input: Mapping[str, Any], record: Options | None) -> Options:
    plain = {name: value for name, value in input.items() if name not in OWN and _is_plain(value)}
    options: dict[str, Any] = {"model": ref, "images": input.get("num_outputs") or 1, "parameters": plain}
    if isinstance(input.get("aspect_ratio"), str):
        options["aspect_ratio"] = input["aspect_ratio"]
    if isinstance(input.get("image"), str):
        options |= {"task_type": "IMAGE_EDIT", "original": input["image"]}
    return cast("Options", {**options, **(record or {})})


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, int, float, bool)) and not str(value).startswith("data:")


def _note(task: Recording, prediction: Mapping[str, Any]) -> None:
    seconds = (prediction.get("metrics") or {}).get("predict_time")
    if seconds is not None:
        task.took(round(seconds * 1000))
    if prediction["status"] == "succeeded":
        output = prediction["output"]
        task.add(*(_fetched(url) for url in (output if isinstance(output, list) else [output])))
    elif prediction["status"] == "canceled":
        task.cancel()
    else:
        reason = prediction.get("error") or "The prediction failed."
        task.fail(reason, "content_policy" if "NSFW" in reason or "E005" in reason else "provider_error")


def _fetched(url: str) -> bytes | str:
    """The image; its address, from which it is tried again, if it cannot be fetched now."""
    if url.startswith("data:"):
        return url
    try:
        return httpx.get(url, timeout=PATIENCE, follow_redirects=True).raise_for_status().content
    except httpx.HTTPError as error:
        logger.warning("An output of Replicate is fetched later: %s", error)
        return url

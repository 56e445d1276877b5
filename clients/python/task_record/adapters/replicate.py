"""Records predictions of Replicate, whether the caller waits for them or a webhook reports their end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from task_record.adapters.call import described, downloaded, fail, failing, original, prompt_of, recording_result
from task_record.recording.options import Options
from task_record.recording.recording import Recording
from task_record.webhooks import Webhooks

if TYPE_CHECKING:
    from replicate.client import Client
    from replicate.prediction import Prediction

    from task_record.client import TaskRecord

TASK = "task_record_id"
"""The query parameter of a webhook's URL that holds the id of the task."""


class Replicate:
    """
    Runs models with `replicate.Client`. `record` holds options of `TaskRecord.record`. `webhook_secret` is Replicate's
    signing secret. The client downloads outputs at once, since Replicate deletes them after an hour.
    """

    def __init__(self, tr: TaskRecord, client: Client, webhook_secret: str | Sequence[str] = ()) -> None:
        self.tr = tr
        self.client = client
        self.webhooks = Webhooks(webhook_secret)

    def run(self, ref: str, input: Mapping[str, Any], *, record: Options | None = None) -> Prediction:
        """Run a model (`owner/name` or `owner/name:version`), wait for its end, and return the prediction."""
        with self.tr.record(prompt_of(input), **_options(ref, input, record)) as task:
            with failing(task):
                prediction = self.client.predictions.create(**_named(ref), input=dict(input))
                task.note(external_id=prediction.id)
                prediction.wait()
            with recording_result(task):
                _record_result(task, prediction.dict())
            return prediction

    def start(self, ref: str, input: Mapping[str, Any], *, webhook: str, record: Options | None = None) -> Prediction:
        """Start a prediction. Replicate reports its end to the URL `webhook`; pass that request to `receive`."""
        task = self.tr.begin(prompt_of(input), **_options(ref, input, record))
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
        End the task of an ended prediction. Takes the body and the headers of the webhook, and the URL to which it was
        sent. Raises `NotVerified` if the signature is not Replicate's. Can be repeated.
        """
        prediction = json.loads(self.webhooks.verified(body, headers))
        [recorded] = parse_qs(urlsplit(url).query)[TASK]
        with self.tr.resume(recorded) as task:
            task.note(external_id=prediction["id"])
            _record_result(task, prediction)


def _named(ref: str) -> dict[str, Any]:
    name, _, version = ref.partition(":")
    return {"version": version} if version else {"model": name}


def _options(ref: str, input: Mapping[str, Any], record: Options | None) -> Options:
    def read() -> dict[str, Any]:
        ratio = input.get("aspect_ratio")
        options = {
            "model": ref,
            "images": input.get("num_outputs"),
            "parameters": {name: value for name, value in input.items() if name != "prompt"},
            "aspect_ratio": ratio if isinstance(ratio, str) else None,
        }
        return {**options, **(original(input["image"]) if input.get("image") else {})}

    return described(record, read)


def _record_result(task: Recording, prediction: Mapping[str, Any]) -> None:
    seconds = (prediction.get("metrics") or {}).get("predict_time")
    if seconds is not None:
        task.took(round(seconds * 1000))
    if prediction["status"] == "succeeded":
        output = prediction["output"]
        task.add(*(downloaded(url) for url in (output if isinstance(output, list) else [output])))
    elif prediction["status"] == "canceled":
        task.cancel()
    else:
        reason = prediction.get("error") or "The prediction failed."
        task.fail(reason, "content_policy" if "NSFW" in reason or "E005" in reason else "provider_error")

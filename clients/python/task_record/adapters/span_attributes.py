from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

NO_PROMPT = "(not traced)"
OPERATIONS = ("image_generation", "image_edit", "generate_image")
REQUEST = "gen_ai.request."
OWN = ("model", "choice.count")
"""Attributes that have a field of their own, so that they are not parameters."""
IMAGE = re.compile(r"llm\.output_messages\.\d+\.message\..*\bmessage_content\.image\.image\.url")
"""OpenInference's attribute of an image: a data URL, or a placeholder if it was too large."""
INPUT = re.compile(r"llm\.input_messages\.(\d+)\.message\.(content|contents\.\d+\.message_content\.text)")
INVOCATION_IMAGE = ("IMAGE", "image")
REFUSED = ("content_filter", "SAFETY", "PROHIBITED_CONTENT")
USAGE = {
    "tokens": ("gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total"),
    "input_tokens": ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt"),
    "output_tokens": ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion"),
    "cost": ("gen_ai.usage.cost", "llm.cost.total"),
}


class SpanAttributes:
    """Reads the attributes of a span by the conventions of OpenTelemetry, Traceloop and OpenInference."""

    def __init__(self, attributes: Mapping[str, Any]) -> None:
        self.attributes = attributes

    @property
    def is_of_an_image(self) -> bool:
        by_operation = self.first("gen_ai.operation.name") in OPERATIONS
        is_asked = self.first("gen_ai.output.type") == "image" or self._asks_for_images()
        return by_operation or is_asked or bool(self.images()) or any(map(IMAGE.fullmatch, self.attributes))

    @property
    def is_refused(self) -> bool:
        reasons = str(self.first("gen_ai.response.finish_reasons", "llm.finish_reason"))
        return any(one in reasons for one in REFUSED)

    def first(self, *names: str) -> Any:
        """Return the value of the first of these attributes that the span has."""
        return next((self.attributes[name] for name in names if self.attributes.get(name) is not None), None)

    def prompt(self) -> str:
        """Return the texts of the last message, if the instrumentation captures them."""
        messages = self._messages("gen_ai.input.messages")
        parts = messages[-1].get("parts", []) if messages else []
        texts = [part.get("content") for part in parts if part.get("type") == "text"]
        found = {name: match for name in self.attributes if (match := INPUT.fullmatch(name))}
        last = max((int(match[1]) for match in found.values()), default=0)
        texts += [self.attributes[name] for name, match in found.items() if int(match[1]) == last]
        return "\n".join(map(str, texts)) or str(self.first("gen_ai.prompt") or NO_PROMPT)

    def images(self) -> list[str]:
        """Return the images in the span, in base64."""
        messages = self._messages("gen_ai.output.messages")
        parts = [part for message in messages for part in message.get("parts", [])]
        blobs = [part["content"] for part in parts if part.get("type") == "blob" and part.get("modality") == "image"]
        urls = [str(value) for name, value in self.attributes.items() if IMAGE.fullmatch(name)]
        return [*blobs, *(url for url in urls if url.startswith("data:"))]

    def usage(self) -> dict[str, Any]:
        found = {name: self.first(*attributes) for name, attributes in USAGE.items()}
        return {name: value for name, value in found.items() if value is not None}

    def parameters(self) -> dict[str, Any]:
        named = {name[len(REQUEST) :]: value for name, value in self.attributes.items() if name.startswith(REQUEST)}
        given = {**self._invocation(), **named}
        return {name: value for name, value in given.items() if name not in OWN}

    def _asks_for_images(self) -> bool:
        asked = self._invocation().get("response_modalities")
        return isinstance(asked, list) and any(one in INVOCATION_IMAGE for one in asked)

    def _invocation(self) -> dict[str, Any]:
        found = self._json("llm.invocation_parameters")
        return found if isinstance(found, dict) else {}

    def _messages(self, name: str) -> list[dict[str, Any]]:
        found = self._json(name)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self.attributes.get(name) or "null")
        except (ValueError, TypeError):
            return None

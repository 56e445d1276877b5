"""Finds the prompt, the model and the seed in a workflow of ComfyUI, by its links rather than by the names of nodes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from task_record.outbox.values import NO_PROMPT

Workflow = Mapping[str, Mapping[str, Any]]
"""Nodes by their id, as ComfyUI exports them for its API."""
Inputs = Mapping[str, Any]
"""The inputs of a node: values, and links, which are the id of a node and the number of its output."""

SEEDS = ("seed", "noise_seed")
PARAMETERS = ("steps", "cfg", "guidance", "sampler_name", "scheduler", "denoise", "width", "height", "batch_size")
MODELS = (".safetensors", ".sft", ".ckpt", ".gguf", ".pt", ".pth", ".bin", ".onnx")
CONDITIONS = ("positive", "conditioning", "cond", "guider", "cfg_guider")
"""Links that lead from a sampler to the prompt, possibly through other nodes."""


def read_graph(workflow: Workflow) -> tuple[str, dict[str, Any]]:
    """Return the prompt of a workflow, and the options of `record` that its nodes determine."""
    nodes = list(_from_the_end(workflow))
    prompt, negative = _prompt(workflow, nodes, "positive"), _prompt(workflow, nodes, "negative")
    parameters = _parameters(workflow, nodes)
    if negative and negative != prompt:  # a negative prompt that is zeroed out starts from the prompt
        parameters["negative_prompt"] = negative
    text = json.dumps(workflow, sort_keys=True, separators=(",", ":"))
    options = {
        "model": _model(workflow, nodes),
        "parameters": parameters,
        "metadata": {"workflow": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"},
        "images": parameters.get("batch_size", 1),
    }
    return prompt or NO_PROMPT, options


def _from_the_end(workflow: Workflow) -> Iterator[Inputs]:
    """Iterate over the inputs of all nodes: those whose output no node takes first, then those that lead to them."""
    taken = {link[0] for node in workflow.values() for link in node["inputs"].values() if _is_link(workflow, link)}
    waiting = [place for place in workflow if place not in taken] or list(workflow)
    seen: set[str] = set()
    while waiting:
        place = waiting.pop(0)
        if place not in seen:
            seen.add(place)
            inputs = workflow[place]["inputs"]
            yield inputs
            waiting += [link[0] for link in inputs.values() if _is_link(workflow, link)]


def _is_link(workflow: Workflow, value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[0] in workflow


def _leading(workflow: Workflow, value: Any) -> Inputs:
    """Return the inputs of the node to which a link leads."""
    return workflow[value[0]]["inputs"] if _is_link(workflow, value) else {}


def _value(workflow: Workflow, value: Any, depth: int = 0) -> Any:
    """Return a value, or the one value of its kind in the node to which a link leads, such as a primitive node."""
    inputs = _leading(workflow, value)
    if not inputs:
        return value
    found = [_value(workflow, one, depth + 1) for one in inputs.values()] if depth < len(workflow) else []
    return next((one for one in found if isinstance(one, (int, float, str)) and not isinstance(one, bool)), None)


def _parameters(workflow: Workflow, nodes: list[Inputs]) -> dict[str, Any]:
    """Return the parameters that are nearest to the images."""
    found: dict[str, Any] = {}
    for inputs in nodes:
        for name in (*SEEDS, *PARAMETERS):
            key = "seed" if name in SEEDS else name
            if name in inputs and key not in found:
                value = _value(workflow, inputs[name])
                if isinstance(value, (int, float, str)):
                    found[key] = value
    return found


def _prompt(workflow: Workflow, nodes: list[Inputs], role: str) -> str:
    """Return the text of a role, `positive` or `negative`, at the end of the links of the sampler."""
    names = CONDITIONS if role == "positive" else (role,)
    for inputs in nodes:
        for name in names:
            if text := _text(workflow, inputs.get(name), role, set()):
                return text
    if role == "positive":
        return next((str(inputs["prompt"]) for inputs in nodes if isinstance(inputs.get("prompt"), str)), "")
    return ""


def _text(workflow: Workflow, link: Any, role: str, seen: set[str]) -> str:
    """Return the longest text of the node that encodes one, which is where a link to a text encoder is."""
    inputs = _leading(workflow, link)
    if not inputs or link[0] in seen:
        return ""
    seen.add(link[0])
    if "clip" in inputs:
        texts = [_value(workflow, value) for name, value in inputs.items() if name != "clip"]
        return max((one for one in texts if isinstance(one, str)), key=len, default="")
    names = [role] if role in inputs else list(inputs)
    return next((text for name in names if (text := _text(workflow, inputs[name], role, seen))), "")


def _model(workflow: Workflow, nodes: list[Inputs]) -> str | None:
    """Return the file at the end of the links named `model`, which may pass through other nodes, such as LoRAs."""
    for inputs in nodes:
        seen = 0
        while _is_link(workflow, inputs.get("model")) and seen < len(workflow):
            inputs = _leading(workflow, inputs["model"])
            seen += 1
        files = [one for one in inputs.values() if isinstance(one, str) and one.lower().endswith(MODELS)]
        if seen and files:
            return files[0]
    named = (inputs.get("model") for inputs in nodes)
    return next((one for one in named if isinstance(one, str)), None)

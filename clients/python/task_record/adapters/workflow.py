"""What the nodes of a workflow of ComfyUI say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SAMPLED = ("seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")
SIZED = ("width", "height", "batch_size")

Workflow = Mapping[str, Mapping[str, Any]]
"""Nodes by their id, as ComfyUI exports them for its API."""


def described(workflow: Workflow) -> tuple[str, dict[str, Any]]:
    """The prompt of a workflow, and the options of `record` that its nodes say: a sampler, its texts, its model."""
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
    """The inputs of the node that a link leads to."""
    node = workflow.get(str(link[0])) if isinstance(link, list) and link else None
    return node["inputs"] if node else {}


def _text(workflow: Workflow, link: Any) -> str:
    """The text that is encoded where a link leads to, maybe by nodes in between."""
    for _ in workflow:
        inputs = _linked(workflow, link)
        if isinstance(inputs.get("text"), str):
            return str(inputs["text"])
        link = inputs.get("text") or inputs.get("conditioning") or inputs.get("positive")
    return ""


def _model(workflow: Workflow, link: Any) -> str | None:
    """The file of the model where a link leads to, maybe by nodes in between such as LoRAs."""
    for _ in workflow:
        inputs = _linked(workflow, link)
        if name := inputs.get("ckpt_name") or inputs.get("unet_name"):
            return str(name)
        link = inputs.get("model")
    return None

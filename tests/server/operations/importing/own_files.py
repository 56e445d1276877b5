"""Writes files as a product does that imports a history of its own."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

Line = dict[str, Any]
OWNER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"
SUMMARY = {"tasks": 1, "exportedAt": "2026-01-02T00:00:00Z"}


def line(**changes: Any) -> Line:
    """Return a task that failed, with the fields that a file needs."""
    return {
        "id": str(uuid4()),
        "userId": OWNER,
        "status": "FAILED",
        "prompt": "a fox",
        "createdAt": "2026-01-01T00:00:00Z",
        "completedAt": "2026-01-01T00:00:01Z",
        **changes,
    }


def text_of(*lines: object) -> bytes:
    """Return the lines, then the summary."""
    summary = {"summary": SUMMARY | {"tasks": len(lines)}}
    return "".join(f"{json.dumps(one)}\n" for one in [*lines, summary]).encode()


def written(path: Path, *lines: object) -> Path:
    return filled(path, text_of(*lines))


def filled(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path

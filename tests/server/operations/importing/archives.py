"""Changes what is in an archive, and has its manifest agree."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from tests.server.operations.importing.own_files import SUMMARY, Line, text_of

Files = dict[str, bytes]
NOTHING: Mapping[str, str] = {}


def with_manifest(files: Files, changed: Files, recorded: Mapping[str, str] = NOTHING) -> Files:
    """
    Return the files with others' contents, and a manifest that agrees with those that are there. `recorded` are the
    SHA-256, by path, of images that are missing or differ from what was recorded.
    """
    files = files | changed
    manifest = json.loads(files["manifest.json"])
    entries = []
    for path in (one["path"] for one in manifest["files"]):
        if path in files:
            entries.append({"path": path, "size": len(files[path]), "sha256": sha256(files[path]).hexdigest()})
            if path in recorded:
                entries[-1]["recordedSha256"] = recorded[path]
        elif path in recorded:
            entries.append({"path": path, "missing": True, "sha256": recorded[path]})
    missing = sum("missing" in one for one in entries)
    counts = {"files": entries, "missing": missing, "images": len(entries) - 1 - missing}
    return files | {"manifest.json": manifest_of(manifest | counts)}


def manifest_of(manifest: dict[str, Any]) -> bytes:
    """Write a manifest as an export does."""
    files = ",\n".join(json.dumps(one) for one in manifest["files"])
    counts = {name: value for name, value in manifest.items() if name != "files"}
    return f'{json.dumps(counts)[:-1]},"files":[\n{files}\n]}}\n'.encode()


def with_line(files: Files, **changes: Any) -> Files:
    """Return the files with another first task."""
    first, *others = files["tasks.ndjson"].splitlines(keepends=True)
    changed = json.loads(first) | changes | {"resultCount": None}
    return with_manifest(files, {"tasks.ndjson": json.dumps(changed).encode() + b"\n" + b"".join(others)})


def archive_of(lines: Sequence[Line], pictures: Sequence[bytes]) -> Files:
    """Return what is in an archive of the tasks, each with one of the pictures."""
    names = [f"images/2026-01/{one['id']}-1.png" for one in lines]
    tasks = [one | {"images": [{"file": name}]} for one, name in zip(lines, names, strict=True)]
    files = {"tasks.ndjson": text_of(*tasks)} | dict(zip(names, pictures, strict=True))
    entries = [{"path": name} for name in files]
    manifest = manifest_of(SUMMARY | {"tasks": len(lines), "images": 0, "missing": 0, "files": entries})
    return with_manifest(files | {"manifest.json": manifest}, {})

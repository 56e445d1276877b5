"""The program's version: that in a release's manifest, or in a checkout's pyproject.toml."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[2]
MANIFEST = "manifest.json"


class BuildInfo(NamedTuple):
    """A version of the program, and its commit."""

    version: str
    revision: str

    def __str__(self) -> str:
        return f"Task Record {self.version} ({self.revision})"


@cache
def build_info() -> BuildInfo:
    """Return the version of this program. The revision is `unreleased` unless it is a release."""
    manifest = TOP / MANIFEST
    if manifest.exists():
        made = json.loads(manifest.read_text(encoding="utf-8"))
        return BuildInfo(made["version"], made["revision"])
    return BuildInfo(
        tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"], "unreleased"
    )

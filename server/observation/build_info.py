"""Which version this is: as a release says in its manifest, or else as pyproject.toml does, of a checkout."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[2]
MANIFEST = "manifest.json"


class BuildInfo(NamedTuple):
    """A version of the program, and the commit that it was made from."""

    version: str
    revision: str

    def __str__(self) -> str:
        return f"Task Record {self.version} ({self.revision})"


@cache
def build_info() -> BuildInfo:
    """Return the version of this program. The revision of what is no release is `unreleased`."""
    manifest = TOP / MANIFEST
    if manifest.exists():
        made = json.loads(manifest.read_text(encoding="utf-8"))
        return BuildInfo(made["version"], made["revision"])
    return BuildInfo(
        tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"], "unreleased"
    )

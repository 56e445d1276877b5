"""The program's commands, run as a user runs them: as processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]
USER = "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", "server", *map(str, arguments)]


def environment(**settings: str) -> dict[str, str]:
    """This process's, without settings of the developer's own."""
    kept = {"PATH", "HOME", "TMPDIR", "LANG"}
    return {
        **{name: value for name, value in os.environ.items() if name in kept},
        "PYTHONPATH": str(TOP),
        **settings,
    }


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command_line(*arguments),
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

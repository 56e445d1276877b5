"""The package as it is built and installed."""

import asyncio
import base64
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.node import node_home
from tests.clients.python.animals import FOX
from tests.docs.examples import ROOT

PACKAGE = ROOT / "clients" / "typescript"
TSC = ROOT / "web" / "node_modules" / "typescript" / "bin" / "tsc"
CLIENTS = ROOT / "tests" / "clients" / "node_modules"
TSCONFIG = {
    "compilerOptions": {
        "target": "ES2023",
        "lib": ["ES2023", "DOM", "DOM.AsyncIterable"],
        "module": "NodeNext",
        "strict": True,
        "exactOptionalPropertyTypes": True,
        "noEmit": True,
        "skipLibCheck": True,
        "types": [],
    },
    "include": ["*.ts"],
}
GIVEN = """
declare global {
  const process: { env: Record<string, string | undefined> };
  const url: string, token: () => Promise<string>, userId: string, jobId: string, secret: string;
  interface Generated { data: { b64_json: string }[]; usage: { total_tokens: number } }
  const openai: { images: { generate(given: object): Promise<Generated> } };
  const model: { run(prompt: string): Promise<{ blobs: Blob[] }> };
  const file: File, bar: { value: number };
  const show: (task: unknown) => void;
  const session: { token(): Promise<string> };
  const onEvent: (event: unknown) => void, onGap: () => void, onProgress: (sent: number, size: number) => void;
}
"""
"""What the examples have of the product that they are in."""
RUNNING = """
const { TASK_RECORD_URL: url, TASK_RECORD_TOKEN } = process.env;
const session = { token: async () => TASK_RECORD_TOKEN }, jobId = "job 1", done = [];
const bytes = Uint8Array.from(atob("%s"), (one) => one.charCodeAt(0));
const file = new File([bytes], "fox.png");
const model = { run: async () => ({ blobs: [file, file] }) };
const onEvent = ({ failureCode }) => done.push(failureCode), onGap = () => {};
const onProgress = (sent, size) => done.push(sent === size);
"""


def node(*command: str, program: str = "node", **environment: str) -> str:
    """Run a program of Node.js, and return its output."""
    environ = {**os.environ, "PATH": f"{node_home() / 'bin'}:{os.environ['PATH']}", **environment}
    done = subprocess.run([program, *command], cwd=PACKAGE, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def npm(*command: str) -> str:
    return node(str(node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *command)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that `npm pack` makes."""
    if not TSC.exists():
        pytest.skip("There is no TypeScript here: run `npm ci` in web/.")
    directory = tmp_path_factory.mktemp("packed")
    [packed] = json.loads(npm("pack", "--json", "--pack-destination", str(directory)))
    return directory / str(packed["filename"])


@pytest.fixture(scope="module")
def installed(packed: Path) -> Path:
    """A directory in which the package is installed, and nothing else."""
    directory = packed.parent
    (directory / "package.json").write_text('{"type": "module"}')
    npm("install", "--offline", "--no-audit", "--no-fund", "--prefix", str(directory), str(packed))
    return directory


def examples(page: Path, kind: str = "ts") -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def example_of_the_api() -> str:
    [block] = examples(ROOT / "docs" / "clients.md", 'ts title="client"')
    return block


def test_its_version_is_the_servers() -> None:
    ours = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))
    assert ours["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert "dependencies" not in ours


@pytest.mark.slow
def test_it_can_be_published(packed: Path) -> None:
    """Its fields name its files, and every bundler and version of TypeScript that knows ES modules finds its types."""
    node(str(CLIENTS / "publint" / "src" / "cli.js"), "run", str(packed), "--strict")
    attw = str(CLIENTS / "@arethetypeswrong" / "cli" / "dist" / "index.js")
    node(attw, str(packed), "--profile", "esm-only", "--no-emoji")


WITHOUT_TYPES = """
const { stripTypeScriptTypes } = process.getBuiltinModule("node:module");
process.stdout.write(stripTypeScriptTypes(process.argv[1]));
"""


def node_of(version: str) -> str | None:
    """Return the path of a Node.js of this major version."""
    folders = [str(node_home() / "bin"), *os.environ["PATH"].split(os.pathsep)]
    programs = filter(None, (shutil.which("node", path=folder) for folder in folders))
    return next((one for one in programs if node("--version", program=one).startswith(f"v{version}.")), None)


@pytest.mark.slow
@pytest.mark.parametrize("version", ["20", "22", "24"])
async def test_the_readmes_first_example_runs_in_an_empty_environment(
    installed: Path, server: ServedApplication, user: Client, version: str
) -> None:
    program = node_of(version)
    if not program:
        pytest.skip(f"There is no Node.js {version} here.")
    [first, *_] = examples(PACKAGE / "README.md")
    (installed / "first.mjs").write_text(node("--no-warnings", "--eval", WITHOUT_TYPES, first), encoding="utf-8")
    given = {"TASK_RECORD_URL": f"{server.url}/graphql", "TASK_RECORD_TOKEN": user.token, "program": program}
    assert await asyncio.to_thread(lambda: node(str(installed / "first.mjs"), **given)) == "COMPLETED\n"


@pytest.mark.slow
async def test_the_apis_example_runs(installed: Path, server: ServedApplication, user: Client) -> None:
    failed = await user.task("createTask", prompt="A wolf")
    await user.task("failTask", id=failed["id"], errorMessage="Timed out", failureCode="provider_timeout")
    running = RUNNING % base64.b64encode(FOX).decode()
    example = f"{running}\n{example_of_the_api()}\nstop();\nconsole.log(task.status, task.images.length, ...done);"
    (installed / "example.mjs").write_text(example, encoding="utf-8")
    given = {"TASK_RECORD_URL": f"{server.url}/graphql", "TASK_RECORD_TOKEN": user.token}
    printed = await asyncio.to_thread(lambda: node(str(installed / "example.mjs"), **given))
    assert printed == "COMPLETED 2 provider_timeout true\n"


@pytest.mark.slow
def test_the_examples_have_types(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(installed / "node_modules", tmp_path / "node_modules")
    for package in CLIENTS.glob("[!.]*"):
        (tmp_path / "node_modules" / package.name).symlink_to(package)
    for number, example in enumerate([*examples(PACKAGE / "README.md"), example_of_the_api()]):
        (tmp_path / f"example{number}.ts").write_text(f"{example}\nexport {{}};\n", encoding="utf-8")
    (tmp_path / "given.ts").write_text(f"{GIVEN}\nexport {{}};\n", encoding="utf-8")
    shutil.copy(PACKAGE / "package.json", tmp_path / "package.json")
    (tmp_path / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    node(str(TSC), "--project", str(tmp_path))

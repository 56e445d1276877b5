import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from server.development.embedded.directories import temporary_directory
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.settings.settings import Settings
from tests.application import on_port
from tests.docs.examples import ROOT, read_examples

pytestmark = pytest.mark.own_database

README = ROOT / "README.md"
ADDRESS = "http://127.0.0.1:8000"
COMMANDS = ["./run\n", "./run test\n"]


def documents(text: str) -> list[Any]:
    """Parse the JSON documents that follow each other in the text."""
    found, decoder = [], json.JSONDecoder()
    while text := text.lstrip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found


def shape(value: Any) -> Any:
    """Return the answer with each value replaced by the name of its type."""
    if isinstance(value, dict):
        return {key: shape(member) for key, member in value.items()}
    if isinstance(value, list):
        return [shape(member) for member in value]
    return type(value).__name__


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a script `./run`, which uses it as its data directory."""
    directory = temporary_directory()
    directory.chmod(0o711)
    EmbeddedSecrets.make_if_missing(directory)
    run = directory / "run"
    run.write_text(f'PYTHONPATH={ROOT} exec {sys.executable} -P -m server.commands "$@" --data {directory}\n')
    run.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.mark.slow
async def test_the_tour(settings: Settings, directory: Path) -> None:
    tour = [example for example in read_examples(README) if example.request not in COMMANDS]
    secret = SecretStr(EmbeddedSecrets.load(directory).jwt_secret)
    async with on_port(settings, jwt_secret=secret) as server:
        script = "".join(example.request for example in tour).replace(ADDRESS, server.url)
        process = await asyncio.create_subprocess_exec(
            "sh", "-euc", script, cwd=directory, env=dict(os.environ), stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
    assert process.returncode == 0
    told = documents("".join(example.answer or "" for example in tour))
    answers = documents(output.decode())
    for answer in answers:
        answer.pop("extensions", None)  # the README does not show the cost
    assert shape(answers) == shape(told)


def test_the_two_commands_stand_alone() -> None:
    assert [example.request for example in read_examples(README) if example.request in COMMANDS] == COMMANDS

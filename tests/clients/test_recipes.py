"""What the documentation describes for clients works: Apollo Client and urql, tokens of back ends."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from resolvers.access import Role
from tests.api import Client
from tests.application import ServedApplication
from tests.clients.node import HERE, run_client
from tests.clients.typescript.conftest import SOURCES
from tests.docs.examples import ROOT
from tests.pictures import data_url, picture
from tests.server.access.tokens import signed_in

IMAGE = {"dataUrl": data_url(picture((64, 48)))}


def blocks(kind: str, page: str = "clients") -> list[str]:
    """The blocks of this kind on a page of docs/."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def recipe(tmp_path: Path) -> Callable[[str], str]:
    """
    Writes the block ```js of this title to a file next to the packages that it imports and TypeScript's client, and
    returns its path.
    """

    def written(name: str) -> str:
        (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
        path = tmp_path / f"{name}.mjs"
        [block] = blocks(f'js title="{name}"')
        shutil.copytree(SOURCES, tmp_path / "client")
        block = block.replace('"@task-record/client"', '"./client/index.ts"')
        path.write_text(re.sub(r'"@task-record/client/(\w+)"', r'"./client/\1.ts"', block), encoding="utf-8")
        return str(path)

    return written


async def history(server: ServedApplication) -> tuple[Client, list[str], str]:
    """Return a user with five tasks, the ids of these, newest first, and the id of one that cannot be deleted yet."""
    user, service = server.new_client(), server.new_client(role="service")
    tasks = [(await user.task("createTask", prompt=f"fox {number}"))["id"] for number in range(3)]
    theirs = (await service.task("createTask", prompt="a wolf", userId=str(user.id)))["id"]
    done = (await user.task("createTask", prompt="a bear"))["id"]
    await user.task("completeTask", id=done, image=IMAGE)
    return user, [done, theirs, *tasks[::-1]], theirs


async def result_of(script: str, path: str, server: ServedApplication, user: Client, *more: str) -> dict[str, Any]:
    # Libraries warn of what a cache may lose in their builds for development alone.
    arguments = [path, f"{server.url}/graphql", user.headers["Authorization"], *more]
    found = await run_client("--conditions=development", script, *arguments)
    return dict(found)


@pytest.mark.slow
async def test_apollos_cache_joins_pages_as_apollo_does(recipe: Callable[[str], str]) -> None:
    client = Path(recipe("apollo")).parent / "client" / "apollo.ts"
    assert await run_client("apollo_pages.mjs", str(client)) == {"nodes": 40, "edges": 40, "onlyNodes": 40}


@pytest.mark.slow
async def test_apollos_cache_joins_merges_and_deletes(server: ServedApplication, recipe: Callable[[str], str]) -> None:
    user, tasks, theirs = await history(server)
    found = await result_of("apollo_recipe.mjs", recipe("apollo"), server, user, theirs)
    assert found["nodes"] == found["edges"] == [tasks[:2], tasks[:4], tasks]
    assert (found["requestsAgain"], found["prompt"]) == (0, "a bear")
    for number, (statistics, image, images) in enumerate(found["merged"]):
        assert statistics["failedTasks" if number else "totalTasks"] == (0 if number else 5)
        assert image["height" if number else "width"] == (48 if number else 64)
        assert images == [image]
    assert found["optimistic"] == found["afterwards"] == tasks[1:]
    assert (found["deleted"]["deletedTaskId"], found["deleted"]["errors"]) == (tasks[0], [])
    assert found["optimisticOfRefused"] == tasks[2:]
    assert [error["code"] for error in found["refused"]["errors"]] == ["FORBIDDEN"]
    assert found["restored"] == tasks[1:]
    assert found["created"]["task"]["originalImage"]["sha256"]
    assert (found["heard"]["kind"], found["heard"]["task"]["prompt"]) == ("CREATED", "a lynx")
    assert found["warnings"] == []


@pytest.mark.slow
async def test_urqls_graphcache_joins_and_deletes(server: ServedApplication, recipe: Callable[[str], str]) -> None:
    user, tasks, theirs = await history(server)
    found = await result_of("urql_recipe.mjs", recipe("urql"), server, user, theirs)
    assert found["nodes"] == [tasks[:2], tasks[:4], tasks]
    assert (found["requestsAgain"], found["prompt"]) == (0, "a bear")
    assert tasks[0] not in found["optimistic"]
    assert (found["deleted"]["deletedTaskId"], found["deleted"]["errors"]) == (tasks[0], [])
    assert tasks[0] not in found["afterwards"]
    assert [error["code"] for error in found["refused"]["errors"]] == ["FORBIDDEN"]
    assert found["created"] is True
    assert found["warnings"] == []


async def test_back_ends_sign_tokens_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "a-secret-of-back-ends-outside-of-these-tests"
    monkeypatch.setenv("JWT_SERVICE_SECRET", secret)
    in_python: dict[str, Any] = {}
    [source] = blocks('python title="token"', "production")
    exec(source, in_python)  # noqa: S102 - it is ours
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    [in_node] = blocks('js title="token"', "production")
    program = tmp_path / "token.mjs"
    program.write_text(f"{in_node}\nconsole.log(JSON.stringify(await makeToken()));\n", encoding="utf-8")
    for token in (in_python["make_token"](), await run_client(str(program))):
        caller = await signed_in(token, jwt_service_secret=secret)
        assert (caller.role, caller.id) == (Role.SERVICE, UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7"))
        assert caller.issued_at
        assert caller.expires_at - caller.issued_at == timedelta(minutes=10)

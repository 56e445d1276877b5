"""A share link does not say in which database it is."""

import secrets

import asyncpg
import pytest

from tests.api import Client
from tests.application import ServedApplication
from tests.resolvers.sharing.links import completed, ended, shared


@pytest.mark.slow
async def test_it_is_found_wherever_it_is(
    application: ServedApplication, users: list[Client], owners: list[asyncpg.Connection]
) -> None:
    gone = (await application.http.get(f"/s/{secrets.token_urlsafe(16)}")).content
    administrator = application.new_client(role="admin")
    for user in users:
        link, path = await shared(user, await completed(user, f"A fox of {user.id}"), showsPrompt=True)
        assert f"A fox of {user.id}" in (await application.http.get(path)).text
        assert (await application.http.get(f"{path}/1")).headers["Content-Type"] == "image/png"
        await ended(administrator, link)
        answer = await application.http.get(path)
        assert (answer.status_code, answer.content) == (404, gone)
    counts = [await owner.fetchval("SELECT count(*) FROM task_record.share_links") for owner in owners]
    assert min(counts) > 0

"""Each visitor has a share of their own of whatever there is little of, and none takes a signed-in user's."""

import asyncio
import re
import secrets
from collections.abc import Hashable
from contextlib import AsyncExitStack
from contextvars import ContextVar

import pytest
from starlette.routing import Mount, Route

from resolvers.limits.fair_share import FairShare, Visitor
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.resolvers.boards.boards import new_board, put
from tests.resolvers.sharing.links import completed, shared
from tests.server.sharing.link_pages import address
from tests.services import PostgresService
from tests.statements import recorded_statements

LINKS = "task_record.share_links"
OWNERS: ContextVar[set[Hashable]] = ContextVar("OWNERS")
"""In whose shares a request is answered; what the server does by itself is in another context."""
PARAMETER = re.compile(r"\{[^}]+\}")
ASKED_ONCE_A_SECOND = {"/readyz", "/metrics"}
"""Routes that check the server itself, once for all who ask."""


@pytest.mark.own_database
async def test_each_has_connections_of_their_own_and_users_have_theirs(
    settings: Settings, postgres: PostgresService
) -> None:
    async with in_process(settings) as application, as_superuser(postgres, settings) as superuser:
        user = application.new_client()
        _, path = await shared(user, await completed(user))
        for visitors, connections in ((1, 2), (2, 4), (12, 10)):
            async with AsyncExitStack() as stack:
                each = [await stack.enter_async_context(application.visitor(address(n))) for n in range(visitors)]
                async with locked(settings, LINKS):
                    asked = [asyncio.create_task(one.get(path)) for one in each for _ in range(3)]
                    await until_waiting(superuser, settings, connections)
                    assert len((await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 1
                assert {answer.status_code for answer in await asyncio.gather(*asked)} == {200}


@pytest.mark.own_database
async def test_a_visitor_who_uses_postgresqls_time_is_charged(settings: Settings, postgres: PostgresService) -> None:
    async with (
        in_process(settings) as unlimited,
        in_process(settings, cost_per_user=Rate.parse("2000/minute")) as application,
        as_superuser(postgres, settings) as superuser,
        application.visitor(address(1)) as greedy,
        application.visitor(address(2)) as other,
    ):
        user = unlimited.new_client()
        _, path = await shared(user, await completed(user))
        async with locked(settings, LINKS):
            asked = asyncio.create_task(greedy.get(path))
            await until_waiting(superuser, settings, 1)
            await asyncio.sleep(0.4)
        assert (await asked).status_code == 200
        refused = await greedy.get(path)
        assert (refused.status_code, "(COST_PER_USER)" in refused.text) == (429, True)
        assert (await other.get(path)).status_code == 200
        assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]


async def addresses(application: Application, user: Client) -> dict[str, list[str]]:
    """By route, addresses of it: first one that leads to something, last one that leads to nothing, if it has these."""
    task, board = await completed(user), await new_board(user)
    await put(user, board, task)
    (_, of_task), (_, of_board) = await shared(user, task), await shared(user, None, boardId=board)
    export = (await user.mutate("exportTasks", "export { url }", format="NDJSON"))["export"]["url"]
    guess = secrets.token_urlsafe(16)
    found: dict[str, list[str]] = {
        "/s/{address:path}": [of_task, *(f"{of_task}/1{what}" for what in ("", "/preview")), of_board, f"/s/{guess}"],
        "/export/{token}": [f"/export/{export.rpartition('/')[2]}", f"/export/{secrets.token_urlsafe(32)}"],
        "/boards/{path:path}": ["/boards/join"],
    }
    assert application.app
    for route in application.app.routes:
        assert isinstance(route, Route | Mount)
        found.setdefault(route.path, [PARAMETER.sub(task, route.path)])
    return found


async def test_each_request_of_a_stranger_is_in_the_share_and_the_limits_of_their_address(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each route of the application, those that a later version adds included."""
    take = FairShare.take

    async def taken(share: FairShare, owner: Hashable, *how: int, **more: bool) -> None:
        OWNERS.get().add(owner)
        await take(share, owner, *how, **more)

    async with in_process(settings, requests_per_user=Rate.parse("40/minute")) as application:
        user = application.new_client()
        routes = await addresses(application, user)
        monkeypatch.setattr(FairShare, "take", taken)
        asking: dict[str, set[Hashable]] = {}
        for number, (route, paths) in enumerate(routes.items()):
            owners: set[Hashable] = set()
            OWNERS.set(owners)
            async with application.visitor(address(number)) as visitor, recorded_statements("") as statements:
                for path in paths:
                    for method in ("GET", "POST"):
                        await visitor.request(method, path)
            if statements or owners:
                asking[route] = owners
        for route in ASKED_ONCE_A_SECOND:
            asking.pop(route, None)
        assert asking.keys() == {"/s/{address:path}", "/export/{token}"}
        for number, (route, held_by) in enumerate(asking.items()):
            assert [isinstance(owner, Visitor) for owner in held_by - {user.id}] == [True], route
            async with (
                application.visitor(address(100 + number)) as greedy,
                application.visitor(address(200 + number)) as other,
            ):
                statuses = {(await greedy.get(routes[route][-1])).status_code for _ in range(41)}
                assert statuses == {404, 429}, route
                assert (await other.get(routes[route][0])).status_code == 200

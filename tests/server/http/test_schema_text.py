"""`/schema.graphql` is the SDL, for those who may see the schema."""

import zlib
from collections.abc import Callable
from pathlib import Path

import httpx2
from graphql import build_schema

import schema
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, on_port

SDL = (Path(schema.__path__[0]) / "schema.graphql").read_text(encoding="utf-8")
ADDRESS = "/schema.graphql"


async def asked_by(client: Client, **headers: str) -> httpx2.Response:
    return await client.http.get(ADDRESS, headers=client.headers | headers)


async def test_administrators_read_it_where_introspection_is_for_them(
    new_client: Callable[..., Client], http: httpx2.AsyncClient
) -> None:
    shown = await asked_by(new_client(role="admin"))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert shown.text == SDL
    assert "TaskRecord" in build_schema(shown.text).type_map
    assert shown.headers["Cache-Control"] == "private, no-cache"
    for role in ("user", "service"):
        refused = await asked_by(new_client(role=role))
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["extensions"]) == (403, {"code": "FORBIDDEN"})
        assert "INTROSPECTION" in error["message"]
    for headers in ({}, {"Authorization": "Bearer x.y.z"}):
        refused = await http.get(ADDRESS, headers=headers)
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["extensions"]) == (401, {"code": "UNAUTHENTICATED"})
        assert refused.headers["WWW-Authenticate"] == "Bearer"


async def test_introspection_may_be_for_everyone_or_nobody(settings: Settings) -> None:
    async with in_process(settings, introspection="everyone") as application:
        shown = await application.http.get(ADDRESS)
        assert (shown.status_code, shown.text) == (200, SDL)
        assert (await asked_by(application.new_client())).text == SDL
    async with in_process(settings, introspection="nobody") as application:
        assert (await application.http.get(ADDRESS)).status_code == 401
        assert (await asked_by(application.new_client(role="admin"))).status_code == 403


async def test_it_is_sent_again_only_when_it_has_changed(settings: Settings) -> None:
    async with on_port(settings, introspection="everyone") as server:
        get = server.http.get
        first = await get(ADDRESS)
        tag = first.headers["ETag"]
        for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
            again = await get(ADDRESS, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert (await get(ADDRESS, headers={"If-None-Match": '"other"'})).text == SDL
        head = await server.http.head(ADDRESS)
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)
        assert head.headers["Content-Length"] == first.headers["Content-Length"]
        assert (await server.http.post(ADDRESS)).status_code == 405


async def test_it_is_compressed_for_those_who_accept_that(settings: Settings) -> None:
    async with in_process(settings, introspection="everyone") as application:
        for accepted, is_compressed in (("gzip", True), ("identity", False)):
            headers = {"Accept-Encoding": accepted}
            async with application.http.stream("GET", ADDRESS, headers=headers) as answer:
                body = b"".join([part async for part in answer.aiter_raw()])
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert int(answer.headers["Content-Length"]) == len(body)
            assert ("Content-Encoding" in answer.headers) is is_compressed
            assert (zlib.decompress(body, wbits=31) if is_compressed else body) == SDL.encode()


async def test_reading_it_counts_as_a_request(settings: Settings) -> None:
    async with in_process(settings, requests_per_user=Rate.parse("2/hour")) as application:
        administrator = application.new_client(role="admin")
        statuses = [(await asked_by(administrator)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]

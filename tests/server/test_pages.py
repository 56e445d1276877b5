from pathlib import Path

import httpx2
import pytest

from server.pages import Assets


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("br;q=0.5", "br"), ("gzip", None), ("br;q=0, gzip", None), ("", None)],
)
async def test_a_file_is_compressed_for_those_who_take_that(
    tmp_path: Path, accepted: str, encoding: str | None
) -> None:
    (tmp_path / "page.js").write_bytes(b"plain")
    (tmp_path / "page.js.br").write_bytes(b"compressed")
    transport = httpx2.ASGITransport(Assets(directory=tmp_path))
    async with (
        httpx2.AsyncClient(transport=transport, base_url="http://task-record.test") as http,
        http.stream("GET", "/page.js", headers={"Accept-Encoding": accepted}) as answer,
    ):
        content = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert content == (b"compressed" if encoding else b"plain")
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Vary"] == "Accept-Encoding"

"""The API as it is now takes nothing away from the released one, by GraphQL Inspector's verdict."""

import asyncio
from pathlib import Path

import pytest

import schema
from tests.clients.node import started

RELEASED, CURRENT = (Path(schema.__path__[0], f"{name}.graphql") for name in ("released", "schema"))


async def verdict(old: Path, new: Path) -> tuple[int | None, str]:
    process = await started("inspect.mjs", str(old), str(new))
    assert process.stdout
    output, status = await asyncio.gather(process.stdout.read(), process.wait())
    return status, output.decode()


async def test_nothing_that_was_released_is_taken_away() -> None:
    status, output = await verdict(RELEASED, CURRENT)
    assert status == 0, output
    assert "0 of which break clients." in output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("is_now", "breaks"),
    [
        ("  prompt: String!\n", False),
        ("  prompt: String\n", True),
        ("  prompt: ID!\n", True),
        ("  text: String!\n", True),
        ('  prompt: String! @deprecated(reason: "Use `text`.")\n  text: String!\n', False),
    ],
)
async def test_what_breaks_clients_is_found(tmp_path: Path, is_now: str, breaks: bool) -> None:
    text = RELEASED.read_text(encoding="utf-8")
    before, task, after = text.partition("type TaskRecord implements Node {")
    changed = tmp_path / "changed.graphql"
    changed.write_text(before + task + after.replace("  prompt: String!\n", is_now, 1), encoding="utf-8")
    status, output = await verdict(RELEASED, changed)
    assert (status == 1) is breaks, output
    assert ("prompt" in output) is (changed.read_text(encoding="utf-8") != text)

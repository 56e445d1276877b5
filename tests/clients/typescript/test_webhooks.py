import pytest

from tests.clients.signed_event import BODY, EVENT, OLD_SECRET, SECRET, forged, headers, signed_twice
from tests.clients.typescript.conftest import Run


@pytest.mark.slow
async def test_events_are_verified(run: Run) -> None:
    found = await run(
        """
        const { body, secret, old } = given;
        const lower = (headers) => Object.fromEntries([...new Headers(headers)]);
        const events = [
          await verify(body, new Headers(given.headers), secret),
          await verify(new TextEncoder().encode(body), lower(given.headers), [old, secret]),
          await verify(body, lower(given.both), old),
        ];
        const refused = [];
        for (const [text, headers] of given.forged)
          refused.push(await caught(verify(text, new Headers(headers), secret)));
        return { events, refused: refused.map((one) => one instanceof NotVerified) };
        """,
        body=BODY,
        headers=headers(),
        both=signed_twice(),
        forged=(refused := forged()),
        secret=SECRET,
        old=OLD_SECRET,
    )
    assert found["events"] == [{"id": "msg_1", **EVENT}] * 3
    assert found["refused"] == [True] * len(refused)

"""Events are verified as Standard Webhooks specifies: its own library signs them here."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.clients.signed_event import BODY, EVENT, OLD_SECRET, SECRET, headers
from tests.clients.typescript.conftest import Run


@pytest.mark.slow
async def test_events_are_verified(run: Run) -> None:
    both = headers()
    both["Webhook-Signature"] = f"{headers(OLD_SECRET)['Webhook-Signature']} {both['Webhook-Signature']} v2,other"
    forged = [
        headers(OLD_SECRET),
        headers(at=datetime.now(UTC) - timedelta(minutes=6)),
        headers(at=datetime.now(UTC) + timedelta(minutes=6)),
        *({**headers(), **one} for one in ({"Webhook-Id": "msg_2"}, {"Webhook-Timestamp": "soon"})),
        *({**headers(), "Webhook-Signature": one} for one in ("", "v1,", "v1,%%%")),
        {name: value for name, value in headers().items() if name != "Webhook-Id"},
    ]
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
        for (const [text, headers] of [...given.forged.map((one) => [body, one]), [`${body} `, given.headers]])
          refused.push(await caught(verify(text, new Headers(headers), secret)));
        return { events, refused: refused.map((one) => one instanceof NotVerified) };
        """,
        body=BODY,
        headers=headers(),
        both=both,
        forged=forged,
        secret=SECRET,
        old=OLD_SECRET,
    )
    assert found["events"] == [{"id": "msg_1", **EVENT}] * 3
    assert found["refused"] == [True] * (len(forged) + 1)

"""Users of an issuer such as Clerk, whose subjects are not UUIDs, and the ids that both clients make from them, too."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.api import JWT_SECRET, Client
from tests.server.access.tokens import claims, hs256

GIVEN = json.loads(Path(__file__).with_name("user_ids.json").read_text(encoding="utf-8"))
NAMESPACE: str = GIVEN["namespace"]
IDS = {subject: UUID(user_id) for subject, user_id in GIVEN["ids"].items()}
SUBJECT = next(iter(IDS))


def token_of(subject: str, **changes: Any) -> str:
    return hs256(claims(sub=subject, **changes), secret=JWT_SECRET.encode())


@dataclass
class ClientOfIssuer(Client):
    subject: str = SUBJECT

    @property
    def token(self) -> str:
        return token_of(self.subject, app_metadata={"plan": self.plan})

"""Entries of the audit."""

from tests.api import Client

AUDIT = "query ($id: ID) { admin { audit(userId: $id) { nodes { action actorId userId count detail } } } }"
Entry = tuple[str, str | None, int, str]


async def audited(administrator: Client, user: Client | None) -> list[Entry]:
    """Return action, actor, count and detail of each entry on the user, newest first, or of every entry."""
    user_id = user and str(user.id)
    found = (await administrator.data(AUDIT, id=user_id))["admin"]["audit"]["nodes"]
    assert {entry["userId"] for entry in found} <= {user_id} or not user
    return [(entry["action"], entry["actorId"], entry["count"], entry["detail"]) for entry in found]

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5

AS_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


def user_id(subject: str, namespace: str | None = None) -> str:
    """
    Return the id that the server gives the user with this subject (`sub`) of tokens. A UUID is the id itself. Any other
    subject, such as `auth0|123`, becomes the UUIDv5 of `NAMESPACE#SUBJECT` in the namespace for URLs. `namespace` is
    the server's setting `USER_ID_NAMESPACE`, the issuer's address.
    """
    if AS_UUID.fullmatch(subject):
        return subject.lower()
    if not namespace:
        raise ValueError(
            f"{subject!r} is not a UUID: its user's id depends on the issuer. Pass the server's `USER_ID_NAMESPACE`, "
            "such as `https://clerk.example.com`, as `namespace`."
        )
    return str(uuid5(NAMESPACE_URL, f"{namespace}#{subject}"))

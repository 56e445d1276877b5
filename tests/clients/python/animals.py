"""The pictures that these tests record."""

import hashlib

from tests.pictures import picture

FOX = picture(seed=1)
WOLF = picture(seed=2)


def sha256(*contents: bytes) -> list[dict[str, str]]:
    return [{"sha256": hashlib.sha256(content).hexdigest()} for content in contents]

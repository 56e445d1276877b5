"""Settings that sign, and what C2PA's own reader says of a signed file."""

import io
import json
from collections.abc import Iterator
from typing import Any

from c2pa import Context, Reader

from tests.storage.provenance.authority import Authority, SigningPair


def signing(authority: Authority, issued: SigningPair) -> dict[str, Any]:
    return {
        "content_credentials_certificates": issued.certificates,
        "content_credentials_key": issued.key,
        "content_credentials_trust": authority.trust,
    }


def manifests(content: bytes, authority: Authority, content_type: str = "image/png") -> Iterator[dict[str, Any]]:
    """What the file's manifests say by C2PA's reader, the last first."""
    trust = {"trust": {"trust_anchors": authority.trust.read_text()}, "verify": {"verify_trust": True}}
    with Context.from_dict(trust) as context, Reader(content_type, io.BytesIO(content), context=context) as reader:
        store = json.loads(reader.json())
    assert store["validation_state"] == "Trusted", store["validation_results"]
    label = store["active_manifest"]
    while label:
        manifest = store["manifests"][label]
        yield manifest
        label = next(
            (one["active_manifest"] for one in manifest.get("ingredients", ()) if "active_manifest" in one), None
        )


def actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    [found] = [one["data"]["actions"] for one in manifest["assertions"] if one["label"] == "c2pa.actions.v2"]
    return list(found)

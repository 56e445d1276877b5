"""
Reads and writes Content Credentials (C2PA), if c2pa-python is installed. This runs in the process that decodes an
image, within its limits. A context of the library does not survive a fork.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from storage.provenance.assertions import Assertions
from storage.provenance.file_provenance import ContentCredentials

if TYPE_CHECKING:
    from c2pa import Context

MAX_GROWTH = 256 * 1024
"""Bytes by which ingredients' credentials may make a file grow: each edit's credentials contain all earlier ones."""
ACCEPTED_USES = (
    "1.3.6.1.5.5.7.3.4",  # e-mail
    "1.3.6.1.5.5.7.3.36",  # documents
    "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's, for C2PA
    "1.3.6.1.4.1.62558.2.1",  # C2PA's own, which the library does not know
)
"""Extended key usages; a certificate that signs must have one of them."""
OTHER_USES = ("1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9")
"""The usages of certificates for time stamps, and for OCSP responses."""
SETTINGS: dict[str, dict[str, Any]] = {
    "verify": {
        "verify_after_sign": False,  # `read_credentials` reads it back while it is written to disk
        "verify_trust": False,
        "remote_manifest_fetch": False,  # a hostile file could make this server fetch any address
        "ocsp_fetch": False,
    },
    "trust": {"trust_config": "\n".join(ACCEPTED_USES + OTHER_USES)},
    "builder": {"thumbnail": {"enabled": False}},  # a kilobyte would become a megabyte
}
CREDENTIAL = "signingCredential."
"""The beginning of the codes that concern the signer's certificate, not the file."""


def is_installed() -> bool:
    """Whether Content Credentials can be read and written here."""
    return find_spec("c2pa") is not None


def new_context(trust: str | None = None) -> "Context":
    """Return a context of the library; `trust` has the certificates of the trusted authorities, as PEM."""
    from c2pa import Context

    settings = SETTINGS
    if trust:
        settings = {
            **SETTINGS,
            "verify": {**SETTINGS["verify"], "verify_trust": True},
            "trust": {**SETTINGS["trust"], "trust_anchors": trust},
        }
    return Context.from_dict(settings)


@cache
def context_of(process_id: int) -> "Context":
    """Return the context in which this process signs. It is not one that a fork has copied from another process."""
    return new_context()


def read_credentials(content_type: str, file: BinaryIO, trust: str | None) -> ContentCredentials | None:
    """Return the credentials of an image; None if there are none that this server can read."""
    if not is_installed():
        return None
    from c2pa import C2paError, Reader

    file.seek(0)
    context = new_context(trust) if trust else context_of(os.getpid())
    try:
        with Reader(content_type, file, context=context) as reader:
            return credentials_in(json.loads(reader.json()))
    except (C2paError, LookupError, TypeError, ValueError):
        return None


def credentials_in(store: dict[str, Any]) -> ContentCredentials:
    """Return the content of a store's last manifest, which the library has verified."""
    label = store["active_manifest"]
    signature = store["manifests"][label].get("signature_info") or {}
    results = store.get("validation_results") or {}
    deltas = [one["validationDeltas"] for one in results.get("ingredientDeltas") or []]
    failures = [failure["code"] for one in (results["activeManifest"], *deltas) for failure in one.get("failure") or []]
    return ContentCredentials(
        is_intact=all(code.startswith(CREDENTIAL) for code in failures),
        is_trusted=store.get("validation_state") == "Trusted",
        signer=signature.get("common_name") or signature.get("issuer"),
        produce_id=id_in(label),
    )


def id_in(label: str) -> str | None:
    """Return the id of `Assertions` in a manifest's label; None for other programs' manifests."""
    try:
        return UUID(label.removeprefix("urn:c2pa:")).hex
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Signing:
    """The assertions to sign for an image, its ingredients, and the signer."""

    assertions: Assertions
    ingredients: Sequence[BinaryIO]
    """The files of the assertions' ingredients, in order."""
    certificates: str
    algorithm: str
    sign: Callable[[bytes], bytes]
    """Returns a signature of these bytes by the process that has the key."""


def write_signed(content_type: str, file: BinaryIO, target: BinaryIO, signing: Signing, sent: BinaryIO | None) -> None:
    """
    Write the image in `file` to `target`, signed. `sent` is the original file if it has credentials; it becomes the
    parent. Other ingredients are left out if the file would grow by more than MAX_GROWTH. C2paError if it cannot be
    signed. The caller must read the result back: a wrong key, or a damaged picture, raises no error here.
    """
    assertions, ingredients, needed = signing.assertions, list(signing.ingredients), 0
    if sent:
        assertions, ingredients, needed = assertions.following(content_type), [sent, *ingredients], 1
    write(content_type, file, target, signing, assertions, ingredients, is_made_here=not sent)
    if len(ingredients) > needed and target.seek(0, SEEK_END) - file.seek(0, SEEK_END) > MAX_GROWTH:
        assertions = replace(assertions, ingredients=assertions.ingredients[:needed])
        write(content_type, file, target, signing, assertions, ingredients[:needed], is_made_here=not sent)


def write(
    content_type: str,
    file: BinaryIO,
    target: BinaryIO,
    signing: Signing,
    assertions: Assertions,
    ingredients: Sequence[BinaryIO],
    *,
    is_made_here: bool,
) -> None:
    from c2pa import Builder, C2paSigningAlg, Signer

    target.seek(0)
    target.truncate()
    definition = assertions.manifest(is_made_here=is_made_here)
    with Builder(definition, context=context_of(os.getpid())) as builder:
        for number, (ingredient, source) in enumerate(zip(assertions.ingredients, ingredients, strict=True)):
            source.seek(0)
            described = {"relationship": ingredient.relationship, "label": str(number)}
            builder.add_ingredient(described, ingredient.content_type, source)
        file.seek(0)
        signer = Signer.from_callback(signing.sign, C2paSigningAlg[signing.algorithm], signing.certificates)
        builder.sign(signer, content_type, file, target)
    target.flush()

import hashlib
import hmac
import secrets
import stringprep
import unicodedata
from base64 import b64encode

ITERATIONS = 4096
"""PostgreSQL's own default."""

FORBIDDEN = (
    stringprep.in_table_a1,
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def scram_verifier(password: str) -> str:
    """What PostgreSQL stores of a password: enough to verify it by SCRAM-SHA-256, not to recover it (RFC 5803)."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", prepared(password).encode(), salt, ITERATIONS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored, server = (b64encode(part).decode() for part in (salt, stored_key, server_key))
    return f"SCRAM-SHA-256${ITERATIONS}:{salt_text}${stored}:{server}"


def prepared(password: str) -> str:
    """The password as PostgreSQL's clients use it: by SASLprep (RFC 4013), or unchanged where that forbids it."""
    mapped = "".join(
        " " if stringprep.in_table_c12(character) else character
        for character in password
        if not stringprep.in_table_b1(character)
    )
    normal = unicodedata.normalize("NFKC", mapped)
    right_to_left = [stringprep.in_table_d1(character) for character in normal]
    is_allowed = normal and not any(table(character) for character in normal for table in FORBIDDEN)
    if any(right_to_left):
        goes_one_way = right_to_left[0] and right_to_left[-1] and not any(map(stringprep.in_table_d2, normal))
        is_allowed = is_allowed and goes_one_way
    return normal if is_allowed else password

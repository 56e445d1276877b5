import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from hmac import digest
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from storage.credentials import Credentials

is_plain = re.compile(r"[0-9A-Za-z/._~-]*").fullmatch
"""Whether a key needs no quoting in a URL; the server's own keys do not."""
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def signing_key(secret_key: str, *scope: str) -> bytes:
    """Return the key that signs requests of the `scope` (day, region, service), derived from the secret key."""
    key = f"AWS4{secret_key}".encode()
    for part in scope:
        key = digest(key, part.encode(), "sha256")
    return key


def url_signer(
    method: str,
    base_url: str,
    credentials: Credentials,
    *,
    region: str,
    signed_at: datetime,
    expires_in: int,
    headers: Mapping[str, str],
) -> Callable[[str], str]:
    """
    Return a function from an object's key to its URL below `base_url`, signed for `method` with `headers`, as
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html describes. Whatever does not depend on
    the key is computed once, so that each URL of a page costs microseconds.
    """
    base = urlsplit(base_url)
    host = base.netloc.removesuffix(DEFAULT_PORTS[base.scheme])
    timestamp = signed_at.strftime("%Y%m%dT%H%M%SZ")
    scope = (timestamp[:8], region, "s3", "aws4_request")
    signed = {"host": host} | {name.lower(): value for name, value in headers.items()}
    signed_names = ";".join(sorted(signed))
    parameters = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": "/".join((credentials.access_key, *scope)),
        "X-Amz-Date": timestamp,
        "X-Amz-Expires": str(expires_in),
        **({"X-Amz-Security-Token": credentials.session_token} if credentials.session_token else {}),
        "X-Amz-SignedHeaders": signed_names,
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
    header_lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request_start = f"{method}\n{base.path}/"
    request_end = f"\n{query}\n{header_lines}\n{signed_names}\nUNSIGNED-PAYLOAD"
    to_sign = f"AWS4-HMAC-SHA256\n{timestamp}\n{'/'.join(scope)}\n"
    url_start = f"{base.scheme}://{host}{base.path}/"
    url_end = f"?{query}&X-Amz-Signature="
    # A copy already has its key. Copying an object of the standard library's `hmac` takes twice as long.
    keyed = HMAC(signing_key(credentials.secret_key, *scope), SHA256())

    def sign(object_key: str) -> str:
        path = object_key if is_plain(object_key) else quote(object_key)
        request = sha256(f"{request_start}{path}{request_end}".encode()).hexdigest()
        signature = keyed.copy()
        signature.update(f"{to_sign}{request}".encode())
        return f"{url_start}{path}{url_end}{signature.finalize().hex()}"

    return sign

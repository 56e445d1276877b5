import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from time import time
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from storage.credentials import Credentials
from storage.stored_object import base64_sha256

URL_WINDOW = 60 * 60  # seconds in which a URL stays the same
URL_LIFE = 2 * URL_WINDOW  # seconds, from the window's beginning
UPLOAD_LIFE = 15 * 60  # seconds
is_plain = re.compile(r"[0-9A-Za-z/._~-]*").fullmatch
"""Whether a key needs no quoting in a URL; the server's own keys do not."""
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class SignedURL(NamedTuple):
    """The URL from which a browser fetches an object, and when it expires; None: never."""

    url: str
    expires_at: datetime | None


class URLMaker(NamedTuple):
    """`url` makes the URL of any object from its key. All of these URLs expire at the same time; None: never."""

    url: Callable[[str], str]
    expires_at: datetime | None


class PresignedUpload(NamedTuple):
    """The request with which a client uploads an object: it must have these headers, and expires at `expires_at`."""

    method: str
    url: str
    headers: dict[str, str]
    expires_at: datetime


class ObjectURLs:
    """Makes the URLs by which browsers fetch and upload objects, without a request to storage."""

    region: str
    image_urls: Literal["signed", "public"]
    cdn_base_url: str | None
    _bucket_url: str
    _credentials: Credentials
    _window: tuple[float, Credentials] | None = None
    """The number of the hour since 1970, and the credentials, with which `_maker` signs."""
    _maker: URLMaker

    def url(self, key: str) -> SignedURL:
        """Return the URL from which a browser fetches the object, as `url_maker` makes it."""
        maker = self.url_maker()
        return SignedURL(maker.url(key), maker.expires_at)

    def url_maker(self) -> URLMaker:
        """
        Return what makes the URLs from which browsers fetch objects. A signed URL is the same during one hour of the
        clock, so that caches hit. It works for one to two hours, or until temporary credentials expire.
        """
        if self.image_urls == "public":
            base = (self.cdn_base_url or self._bucket_url).rstrip("/")
            return URLMaker(lambda key: f"{base}/{quote(key)}", None)
        window = (time() // URL_WINDOW, self._credentials)
        if window != self._window:
            signed_at = datetime.fromtimestamp(window[0] * URL_WINDOW, UTC)
            sign = self._signer("GET", signed_at, URL_LIFE, {})
            self._maker, self._window = URLMaker(sign, self._expiry(signed_at, URL_LIFE)), window
        return self._maker

    def key_of(self, url: str) -> str | None:
        """Return the key of the object at a URL that `url_maker` made; None for any other URL."""
        base, address = (one.partition("?")[0] for one in (self.url("").url, url))
        return unquote(address.removeprefix(base)) if address.startswith(base) else None

    def upload(self, key: str, *, content_type: str, size: int, sha256_hex: str) -> PresignedUpload:
        """
        Return the request by which a client may upload the object to storage within 15 minutes. Storage refuses other
        bytes, another length and another type.
        """
        headers = {
            "Content-Type": content_type,
            "Content-Length": str(size),
            "x-amz-checksum-sha256": base64_sha256(sha256_hex),
        }
        now = datetime.now(UTC).replace(microsecond=0)
        url = self._signer("PUT", now, UPLOAD_LIFE, headers)(key)
        return PresignedUpload("PUT", url, headers, self._expiry(now, UPLOAD_LIFE))

    def _signer(
        self, method: str, signed_at: datetime, expires_in: int, headers: dict[str, str]
    ) -> Callable[[str], str]:
        """Return a function from a key to its URL, signed for this method and headers with the current credentials."""
        return url_signer(
            method,
            self._bucket_url,
            self._credentials,
            region=self.region,
            signed_at=signed_at,
            expires_in=expires_in,
            headers=headers,
        )

    def _expiry(self, signed_at: datetime, seconds: int) -> datetime:
        """
        When a URL signed at `signed_at` for `seconds` expires: with the temporary credentials that signed it, if that
        is sooner.
        """
        expires_at = signed_at + timedelta(seconds=seconds)
        return min(expires_at, self._credentials.expires_at or expires_at)


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

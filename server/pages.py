import hashlib
import re
from base64 import b64encode
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from server.http.media_types import weights
from server.settings.settings import Settings

DIST = Path(__file__).parents[1] / "web" / "dist"
SITE = Path(__file__).parents[1] / "site"
"""The documentation, as Zensical makes it of docs/."""
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class Assets(StaticFiles):
    """The files that pages are made of. Their names change with their content, so browsers may keep them for ever."""

    async def check_config(self) -> None:
        """The directory may be missing, and what is in it then, too."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        content_type, _ = guess_type(path)
        accepted = weights(Headers(scope=scope).get("Accept-Encoding", ""))
        compressed = accepted.get("br", 0) > 0 and self.lookup_path(f"{path}.br")[1] is not None
        response = await super().get_response(f"{path}.br" if compressed else path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if compressed and content_type:
            response.headers["Content-Encoding"] = "br"
            response.headers["Content-Type"] = content_type
        return response


class Documentation(StaticFiles):
    """The documentation, under a policy by which the scripts that stand in a page may run, and none of elsewhere."""

    async def check_config(self) -> None:
        """As with `Assets`."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == ".":
            path = "index.html"
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        if isinstance(response, FileResponse) and path.endswith(".html"):
            scripts = INLINE_SCRIPT.findall(await run_in_threadpool(Path(response.path).read_bytes))
            digests = {b64encode(hashlib.sha256(script).digest()).decode() for script in scripts}
            allowed = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in sorted(digests))])
            response.headers["Content-Security-Policy"] = content_security_policy(scripts=allowed)
        return response


def page_routes(settings: Settings) -> list[BaseRoute]:
    """
    The history page, GraphiQL, the documentation and their files, looked up when they are asked for; 404 unless `web/`
    and `docs/` are built.
    """
    headers = page_headers(settings)

    async def history(_: Request) -> FileResponse:
        return page_response("index.html", headers)

    async def graphiql(_: Request) -> FileResponse:
        return page_response("graphiql.html", headers)

    async def manifest(_: Request) -> FileResponse:
        return page_response("manifest.webmanifest", headers)

    async def documentation(_: Request) -> RedirectResponse:
        return RedirectResponse("/docs/")  # what a page of it names is looked up beside it

    return [
        Route("/", history),
        Route("/tasks/{id}", history),
        Route("/credits", history),
        Route("/new", history),
        Route("/new/{id}", history),
        Route("/admin", history),
        Route("/admin/{path:path}", history),
        Route("/webhooks", history),
        Route("/webhooks/{path:path}", history),
        Route("/graphiql", graphiql),
        Route("/manifest.webmanifest", manifest),
        Mount("/assets", Assets(directory=DIST / "assets", check_dir=False)),
        Route("/docs", documentation),
        Mount("/docs", Documentation(directory=SITE, check_dir=False)),
    ]


def page_response(name: str, headers: dict[str, str]) -> FileResponse:
    """The page of that name; HTTPException with status 404 where it has not been built."""
    if not (DIST / name).exists():
        raise HTTPException(404)
    return FileResponse(DIST / name, headers=headers)


def page_headers(settings: Settings) -> dict[str, str]:
    """Headers that have browsers ask for the page anew each time, and load nothing of elsewhere into it."""
    return {"Cache-Control": "no-cache", "Content-Security-Policy": content_security_policy(storage_origin(settings))}


def content_security_policy(storage: str = "", scripts: str = "'self'") -> str:
    """Scripts from here only, or those of `scripts`; pictures from here and from the origin `storage`."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            f"img-src 'self' data: blob: {storage}".rstrip(),
            f"connect-src 'self' {storage}".rstrip(),
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )


def storage_origin(settings: Settings) -> str:
    """Scheme, host and port from which browsers fetch images."""
    address = settings.s3_public_endpoint_url
    if settings.image_urls == "public" and settings.cdn_base_url:
        address = settings.cdn_base_url
    if address is None:
        return f"https://{settings.s3_bucket_name}.s3.{settings.aws_region}.amazonaws.com"
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

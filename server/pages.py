import hashlib
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from server.operations.checking.built_pages import DOCUMENTATION, PAGE
from server.requests.http_request import origin_of
from server.requests.media_types import weights
from server.settings.settings import Settings

DIST = PAGE.directory
HISTORY = (
    "/",
    "/tasks/{id}",
    "/credits",
    "/new",
    "/new/{path:path}",
    "/compare/{compared}",
    "/boards",
    "/boards/{path:path}",
    "/links",
    "/prompts",
    "/trash",
    "/trash/tasks/{id}",
    "/admin",
    "/admin/{path:path}",
    "/verify",
    "/webhooks",
    "/webhooks/{path:path}",
)
"""The addresses of the history page, which reads them in the browser."""
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class Assets(StaticFiles):
    """
    Serves the scripts, styles and fonts of the pages, compressed by Brotli when the browser accepts it. Their names
    change with their content, so browsers may cache them forever.
    """

    async def check_config(self) -> None:
        """Skip Starlette's check: until `web/` is built the directory is missing, and requests get a 404."""

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
    """
    Serves the documentation, and the Markdown of its pages: `api.md`, or `api.html.md`, of `api.html`. The
    Content-Security-Policy of a page allows its inline scripts, by their hash, and scripts from this server.
    """

    async def check_config(self) -> None:
        """Skip Starlette's check, as `Assets` does."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == ".":
            path = "index.html"
        response = await super().get_response(path.replace(".html.md", ".md"), scope)
        response.headers["Cache-Control"] = "no-cache"
        if isinstance(response, FileResponse) and path.endswith(".html"):
            scripts = INLINE_SCRIPT.findall(await run_in_threadpool(Path(response.path).read_bytes))
            digests = {b64encode(hashlib.sha256(script).digest()).decode() for script in scripts}
            allowed = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in sorted(digests))])
            response.headers["Content-Security-Policy"] = content_security_policy(scripts=allowed)
        return response


PAGE_LINK = re.compile(r"(?<=\]\()(?=[\w-]+\.md)")
"""Before the address of a page in a link."""


def llms_text(index: str, documentation: str) -> str:
    """
    Return the documentation's index as llms.txt (https://llmstxt.org) has it: the title, a summary, and lists of links
    to the Markdown of pages at the address `documentation`. The summary and each entry are one line.
    """
    title, summary, lists = index.split("\n\n", 2)
    entries = PAGE_LINK.sub(lambda _: f"{documentation}/", re.sub(r"\n +", " ", lists))
    return f"{title}\n\n> {' '.join(summary.split())}\n\n{entries}"


def page_routes(settings: Settings) -> list[BaseRoute]:
    """
    Return the routes of the history page, GraphiQL, the documentation with llms.txt, and their files. Files are looked
    up at each request. Until `web/` or `docs/` is built, the answer is 404.
    """
    files, headers = StaticFiles(directory=DIST, check_dir=False), page_headers(settings)

    def page(name: str) -> Callable[[Request], Awaitable[Response]]:
        async def shown(request: Request) -> Response:
            response = await files.get_response(name, request.scope)
            response.headers.update(headers)
            return response

        return shown

    history = page("index.html")

    async def documentation(_: Request) -> RedirectResponse:
        return RedirectResponse("/docs/")  # its relative links need the slash

    async def llms(request: Request) -> PlainTextResponse:
        index = DOCUMENTATION.directory / "index.md"
        if not await run_in_threadpool(index.exists):
            raise HTTPException(404)
        address = f"{settings.public_url or origin_of(request)}/docs"
        text = llms_text(await run_in_threadpool(index.read_text, encoding="utf-8"), address)
        return PlainTextResponse(text, headers={"Cache-Control": "no-cache"})

    return [
        *(Route(path, history) for path in HISTORY),
        Route("/graphiql", page("graphiql.html")),
        Route("/manifest.webmanifest", page("manifest.webmanifest")),
        Mount("/assets", Assets(directory=DIST / "assets", check_dir=False)),
        Route("/docs", documentation),
        Route("/llms.txt", llms),
        Mount("/docs", Documentation(directory=DOCUMENTATION.directory, check_dir=False)),
    ]


def page_headers(settings: Settings) -> dict[str, str]:
    """Return headers that make browsers revalidate the page each time, and load only images from elsewhere."""
    return {"Cache-Control": "no-cache", "Content-Security-Policy": content_security_policy(storage_origin(settings))}


def content_security_policy(storage: str = "", scripts: str = "'self'") -> str:
    """Return a Content-Security-Policy for `scripts`, and for images and requests of this server and `storage`."""
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
    """Return the scheme, host and port from which browsers fetch images."""
    address = settings.s3_public_endpoint_url
    if settings.image_urls == "public" and settings.cdn_base_url:
        address = settings.cdn_base_url
    if address is None:
        return f"https://{settings.s3_bucket_name}.s3.{settings.aws_region}.amazonaws.com"
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"

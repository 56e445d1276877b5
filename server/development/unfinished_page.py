"""The pages of a development server: one that waits until they are built, and GraphiQL with a token."""

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.pages import DIST, page_headers
from server.settings.settings import Settings

PAGES = re.compile("/|/tasks/[^/]+|/graphiql")
THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}

WAITING = (
    "页面正在生成，不到半分钟，好了会自动打开。",
    "The page is being built, which takes less than half a minute. It opens by itself.",
)
FAILED = ("页面没能生成。", "There is no page.")

SCRIPT = """
setInterval(async () => {
  const { status } = await fetch(location.pathname, { cache: "no-store" });
  if (status !== 503) location.reload();
}, 500);
"""
STYLE = "html { color-scheme: light dark } body { font: 1rem/1.6 system-ui; margin: 25vh auto; width: min(40rem, 90%) }"
SCRIPT_HASH = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
POLICY = f"default-src 'none'; connect-src 'self'; script-src 'sha256-{SCRIPT_HASH}'; style-src 'unsafe-inline'"


@dataclass
class PageState:
    """Whether the page may be shown, and, if it cannot be built, the sentence that says where the reason stands."""

    ready: bool = False
    failure: str | None = None


def with_unfinished_page(app: ASGIApp, settings: Settings, page: PageState, token: str) -> ASGIApp:
    """`app`, which shows its pages once `page` says so, and GraphiQL signed in with `token` on this machine."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        response: ASGIApp = app
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and PAGES.fullmatch(scope["path"]):
            response = page_response(Request(scope), settings, page, token) or app
        await response(scope, receive, send)

    return respond


def page_response(request: Request, settings: Settings, page: PageState, token: str) -> Response | None:
    """None when the application itself has what is asked for."""
    if page.failure:
        return notice(500, *FAILED, page.failure)
    if not page.ready:
        return notice(503, *WAITING, script=SCRIPT)
    if request.url.path == "/graphiql" and is_from_this_machine(request):
        html = (DIST / "graphiql.html").read_text(encoding="utf-8")
        signed_in = f'<head>\n    <meta name="development-token" content="{token}" />'
        return HTMLResponse(
            html.replace("<head>", signed_in, 1), headers=page_headers(settings) | {"Cache-Control": "no-store"}
        )
    return None


def notice(status: int, chinese: str, english: str, *more: str, script: str = "") -> HTMLResponse:
    """A small page that says this and no more, under a policy of its own, by which the script may run."""
    paragraphs = [
        f'<p lang="zh-CN">{chinese}</p>',
        f'<p lang="en">{english}</p>',
        *(f"<p>{escape(m)}</p>" for m in more),
    ]
    return HTMLResponse(
        f"<!doctype html><html><head><meta charset='utf-8'><title>Task Record</title><style>{STYLE}</style></head>"
        f"<body>{''.join(paragraphs)}<script>{script}</script></body></html>",
        status,
        headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY},
    )


def is_from_this_machine(request: Request) -> bool:
    """By the address it comes from, and by the name it asks for: other sites' names may lead here, too."""
    return request.client is not None and {request.client.host, request.url.hostname} <= THIS_MACHINE

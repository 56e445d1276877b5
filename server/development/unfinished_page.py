"""The pages of a development server: one that waits until they are built, and GraphiQL with a token."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.notice import notice
from server.pages import DIST, page_headers
from server.settings.settings import Settings

PAGES = re.compile("/|/new(/[^/]+)?|/tasks/[^/]+|/graphiql")
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


def is_from_this_machine(request: Request) -> bool:
    """By the address it comes from, and by the name it asks for: other sites' names may lead here, too."""
    return request.client is not None and {request.client.host, request.url.hostname} <= THIS_MACHINE

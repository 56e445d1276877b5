"""The pages of a development server: a notice while they are being built, and GraphiQL with a token."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.http.notice import notice
from server.pages import DIST, HISTORY, page_headers
from server.settings.settings import Settings

PLACE = re.compile(r"{\w+(:path)?}")
PAGES = [re.compile(PLACE.sub(lambda one: ".*" if one[1] else "[^/]+", path)) for path in (*HISTORY, "/graphiql")]
DOCUMENTATION = re.compile(r"/docs(/([^/]+\.html)?)?")
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
    """Whether the page can be shown and, if its build has failed, a sentence that says where to find the reason."""

    ready: bool = False
    failure: str | None = None


def with_unfinished_page(
    app: ASGIApp, settings: Settings, page: PageState, documentation: PageState, token: str
) -> ASGIApp:
    """
    Return `app` with a notice in place of its pages, and of the documentation's, until their state is ready. GraphiQL
    gets the `token` when it is opened on this machine.
    """

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        response: ASGIApp | None = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            if any(page.fullmatch(scope["path"]) for page in PAGES):
                response = unfinished(page) or signed_in(Request(scope), settings, token)
            elif DOCUMENTATION.fullmatch(scope["path"]):
                response = unfinished(documentation)
        await (response or app)(scope, receive, send)

    return respond


def unfinished(page: PageState) -> Response | None:
    """Return the notice that the page is being built, or could not be built; None when the page can be shown."""
    if page.ready:
        return None
    return notice(500, *FAILED, page.failure) if page.failure else notice(503, *WAITING, script=SCRIPT)


def signed_in(request: Request, settings: Settings, token: str) -> Response | None:
    """Return GraphiQL with the token if this machine asks for it; None for all other requests."""
    if request.url.path == "/graphiql" and is_from_this_machine(request):
        html = (DIST / "graphiql.html").read_text(encoding="utf-8")
        head = f'<head>\n    <meta name="development-token" content="{token}" />'
        return HTMLResponse(
            html.replace("<head>", head, 1), headers=page_headers(settings) | {"Cache-Control": "no-store"}
        )
    return None


def is_from_this_machine(request: Request) -> bool:
    """
    Whether the request comes from this machine and names it as host. By DNS rebinding, the name of another site may
    also lead here.
    """
    return request.client is not None and {request.client.host, request.url.hostname} <= THIS_MACHINE

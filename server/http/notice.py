"""Small self-contained pages, in Chinese and English, for browsers when the requested page cannot be shown."""

import hashlib
from base64 import b64encode
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.requests.media_types import MAX_HEADER_CHARS, weights

STYLE = """
html { color-scheme: light dark; background: light-dark(#f5f6fa, #0f1117); color: light-dark(#171a23, #eceef4) }
body { font: 1rem/1.6 system-ui, sans-serif; margin: 22vh auto 0; width: min(34rem, calc(100% - 32px)) }
h1 { font-size: 1.5rem; margin: 0 0 1rem }
p { margin: 0 0 .5rem; overflow-wrap: anywhere }
a { color: light-dark(#3449d9, #91a2ff) }
"""

NOT_FOUND = ("这里没有页面，地址可能有误。", "There is no page here; the address may be mistyped.")
FAILED = ("出了点问题，请稍后再试。", "Something went wrong. Try again in a moment.")
HOME = '<p><a href="/"><span lang="zh-CN">返回任务记录</span> · <span lang="en">To the task record</span></a></p>'


def wants_page(request: Request) -> bool:
    """Return whether a browser requests a page: its `Accept` names HTML, unlike that of an API client."""
    accept = request.headers.get("Accept", "")[:MAX_HEADER_CHARS]
    return request.url.path != "/graphql" and weights(accept).get("text/html", 0) > 0


def notice(status: int, chinese: str, english: str, *more: str, script: str = "") -> HTMLResponse:
    """
    Return a page with the message in both languages, `more` as further paragraphs, and the script or else a link to the
    history page. Its Content-Security-Policy allows only that script.
    """
    allowed = f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" if script else "'none'"
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in more)
    return HTMLResponse(
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>任务记录 · Task record</title><style>{STYLE}</style></head>"
        "<body><main><h1>任务记录 <span lang='en'>· Task record</span></h1>"
        f"<p>{chinese}</p><p lang='en'>{english}</p>{paragraphs}{f'<script>{script}</script>' if script else HOME}"
        "</main></body></html>",
        status,
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": (
                f"default-src 'none'; connect-src 'self'; script-src {allowed}; style-src 'unsafe-inline'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
            ),
            "Vary": "Accept",
        },
    )

"""What pages of share links are made of: HTML that needs no script, with what crawlers read for a preview."""

import hashlib
from base64 import b64encode
from html import escape
from typing import NamedTuple

from starlette.responses import HTMLResponse

from resolvers.images.recorded_image import RecordedImage
from server.requests.language import Language
from storage.images.image_content import MEDIUM_SIDE, THUMBNAIL_SIDE


class Words(NamedTuple):
    """What pages say in one language."""

    language: Language
    product: str
    made: str
    prompt: str
    download: str
    empty: str
    none_here: str
    pages: str
    newer: str
    older: str
    locale: str


WORDS: dict[Language, Words] = {
    one.language: one
    for one in (
        Words(
            "zh-CN",
            "任务记录",
            "AI 生成的图片",
            "提示词",
            "下载原图",
            "这个画板还没有图片。",
            "这一页没有图片。",
            "翻页",
            "较新的图片",
            "更早的图片",
            "zh_CN",
        ),
        Words(
            "en",
            "Task record",
            "Made by AI",
            "Prompt",
            "Download",
            "There are no pictures on this board yet.",
            "There are no pictures on this page.",
            "Pages",
            "Newer pictures",
            "Older pictures",
            "en_US",
        ),
    )
}
GONE = ("这个链接不存在或已失效。", "There is no such link, or it has ended.")
LATER = ("现在无法显示，请稍后再试。", "This cannot be shown now. Try again in a moment.")
MAX_TITLE, MAX_DESCRIPTION = 70, 200
"""Characters of a text in the title and in previews."""
MAX_PREVIEW_BYTES = 4 * 1024 * 1024
"""Bytes of a picture that programs which show previews still take; of a larger one they get the small version."""
PREVIEWED = {"image/jpeg", "image/png", "image/webp", "image/gif"}
STYLE = """
:root { color-scheme: light dark }
body { margin: 0 auto; max-width: 1600px; padding: 0 16px 32px; font: 1rem/1.6 system-ui, sans-serif;
  background: light-dark(#f5f6fa, #0f1117); color: light-dark(#171a23, #eceef4) }
header { display: flex; justify-content: space-between; gap: 16px; padding: 10px 0; font-size: .875rem;
  color: light-dark(#565d70, #a3aabd) }
header h1 { font: inherit; margin: 0 }
main h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 8px; overflow-wrap: anywhere }
a { color: light-dark(#3449d9, #91a2ff) }
.button { display: inline-flex; align-items: center; min-height: 44px; padding: 0 20px; border-radius: 8px;
  background: light-dark(#3449d9, #4a5ff0); color: #fff; font-weight: 600; text-decoration: none }
:focus-visible { outline: 2px solid light-dark(#3449d9, #91a2ff); outline-offset: 3px }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
"""


class Preview(NamedTuple):
    """What is shown of a page elsewhere: its title and a description, its address, and a picture with its address."""

    title: str
    description: str
    address: str
    image: RecordedImage | None
    image_address: str


def page_of(
    preview: Preview, main: str, style: str, words: Words, heading: str = "", first: str | None = None
) -> HTMLResponse:
    """
    Return a page with `main`, as HTML, below the `heading`, by default the product's name. `style` is added to what
    pages have in common; `first` is the address of the picture that is to come first.
    """
    name, title = f"<h1>{words.product}</h1>", ""
    if heading:
        name, title = f"<span>{words.product}</span>", f"<h1 dir='auto'>{escape(heading)}</h1>"
    style = STYLE + style
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    preload = f"<link rel='preload' as='image' href='{first}' fetchpriority='high'>" if first else ""
    return HTMLResponse(
        f"<!doctype html><html lang='{words.language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta name='robots' content='noindex'><meta name='referrer' content='no-referrer'>"
        f"<link rel='icon' href='data:,'>{preload}{tags_of(preview, words)}<style>{style}</style>"
        f"</head><body><header>{name}{words.made}</header><main>{title}{main}</main></body></html>",
        headers={
            "Content-Language": words.language,
            "Content-Security-Policy": (
                f"default-src 'none'; img-src 'self' data:; style-src 'sha256-{allowed}'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "X-Robots-Tag": "noindex",
        },
    )


def tags_of(preview: Preview, words: Words) -> str:
    """Return the title, and the Open Graph and Twitter tags. Their addresses are absolute."""
    title = f"{shortened(preview.title, MAX_TITLE) or words.made} · {words.product}"
    description = shortened(preview.description, MAX_DESCRIPTION) or words.made
    properties = {
        "og:type": "website",
        "og:site_name": words.product,
        "og:locale": words.locale,
        "og:title": title,
        "og:description": description,
        "og:url": preview.address,
    }
    names = {"description": description, "twitter:title": title, "twitter:description": description}
    if image := preview.image:
        address, kind, (width, height) = preview.image_address, image.content_type, (image.width, image.height)
        if kind not in PREVIEWED or (image.size or 0) > MAX_PREVIEW_BYTES:
            for name, side in smaller_versions(image).items():
                address, kind, (width, height) = f"{preview.image_address}/{name}", "image/webp", image.within(side)
        properties |= {"og:image": address, "og:image:alt": description, "og:image:type": kind or ""}
        properties |= {"og:image:width": str(width or ""), "og:image:height": str(height or "")}
        names |= {"twitter:image": address, "twitter:image:alt": description}
    names["twitter:card"] = "summary_large_image" if preview.image else "summary"
    tags = [f"<meta property='{name}' content='{escape(value)}'>" for name, value in properties.items() if value]
    tags += [f"<meta name='{name}' content='{escape(value)}'>" for name, value in names.items()]
    return f"<title>{escape(title)}</title>{''.join(tags)}"


def smaller_versions(image: RecordedImage) -> dict[str, int]:
    """The pixels a side that the versions of an image have, by their names in addresses, the larger last."""
    preview = {"preview": THUMBNAIL_SIDE} if image.thumb_hash else {}
    return preview | ({"medium": MEDIUM_SIDE} if image.has_medium else {})


def shortened(text: str, most: int) -> str:
    """Return the text in one line, of so many characters at most."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def within(text: str, most: int) -> str:
    """Return the text as HTML, cut where it would have more than so many bytes."""
    kept = text
    while len(escape(kept).encode()) > most:
        kept = kept[: len(kept) * 9 // 10]
    return escape(kept) + ("" if kept == text else "…")

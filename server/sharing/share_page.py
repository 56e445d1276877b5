"""The page of a share link: HTML that needs no script, with what crawlers read for a preview."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from starlette.responses import HTMLResponse

from models.sharing.link_statements import SharedTask
from resolvers.images.recorded_image import RecordedImage
from server.requests.media_types import MAX_HEADER_CHARS, weights


class Words(NamedTuple):
    """What the page says in one language."""

    language: str
    product: str
    made: str
    prompt: str
    download: str
    locale: str


CHINESE = Words("zh-CN", "任务记录", "AI 生成的图片", "提示词", "下载原图", "zh_CN")
ENGLISH = Words("en", "Task record", "A picture made by AI", "Prompt", "Download", "en_US")
GONE = ("这个链接不存在或已失效。", "There is no such link, or it has ended.")
LATER = ("现在无法显示，请稍后再试。", "This cannot be shown now. Try again in a moment.")
MAX_PROMPT_BYTES = 18_000
"""Bytes of a prompt on the page, as HTML, so that the whole page has less than 30 kB. A longer prompt is cut."""
MAX_TITLE, MAX_DESCRIPTION = 70, 200
"""Characters of a prompt in the title and in previews."""
MAX_PREVIEW_BYTES = 4 * 1024 * 1024
"""Bytes of a picture that programs which show previews still take; of a larger one they get the small version."""
PREVIEWED = {"image/jpeg", "image/png", "image/webp", "image/gif"}
STYLE = """
:root { color-scheme: light dark }
body { margin: 0 auto; max-width: 1600px; padding: 0 16px 32px; font: 1rem/1.6 system-ui, sans-serif;
  background: light-dark(#f5f6fa, #0f1117); color: light-dark(#171a23, #eceef4) }
header { display: flex; justify-content: space-between; padding: 10px 0; font-size: .875rem;
  color: light-dark(#565d70, #a3aabd) }
h1 { font: inherit; margin: 0 }
main { display: grid; gap: 28px }
figure { margin: 0; display: grid; gap: 12px; justify-items: center }
figure > :first-child { display: grid; justify-items: center; width: 100% }
img { display: block; max-width: 100%; max-height: 86svh; height: auto; border-radius: 8px; object-fit: contain }
a { color: light-dark(#3449d9, #91a2ff) }
.download { display: inline-flex; align-items: center; min-height: 44px; padding: 0 20px; border-radius: 8px;
  background: light-dark(#3449d9, #4a5ff0); color: #fff; font-weight: 600; text-decoration: none }
:focus-visible { outline: 2px solid light-dark(#3449d9, #91a2ff); outline-offset: 3px }
section { max-width: 72ch; width: 100%; margin: 0 auto }
h2 { font-size: .875rem; margin: 0 0 4px; color: light-dark(#565d70, #a3aabd) }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
"""


def language_of(accept_language: str) -> Words:
    """Return the words of the language that a browser prefers; Chinese if it names neither."""
    named = weights(accept_language[:MAX_HEADER_CHARS])
    weight = {"zh": 0.0, "en": 0.0}
    for name, value in named.items():
        language = name.partition("-")[0].lower()
        if language in weight:
            weight[language] = max(weight[language], value)
    return ENGLISH if weight["en"] > weight["zh"] else CHINESE


def share_page(shown: SharedTask, images: Sequence[RecordedImage], address: str, words: Words) -> HTMLResponse:
    """
    Return the page of a link whose absolute address is `address`, with these pictures, largest when the window allows
    it. A picture's small version is shown until the picture has come.
    """
    path = f"/s/{address.rpartition('/')[2]}"
    numbered = [*enumerate(images, 1)]
    style = STYLE + "".join(place_of(number, image, f"{path}/{number}") for number, image in numbered)
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    figures = "".join(figure(shown, image, f"{path}/{number}", number, words) for number, image in numbered)
    prompt = (
        f"<section><h2>{words.prompt}</h2><p dir='auto'>{bounded(shown.prompt)}</p></section>" if shown.prompt else ""
    )
    preload = (
        f"<link rel='preload' as='image' href='{path}/1/preview' fetchpriority='high'>" if images[0].thumb_hash else ""
    )
    return HTMLResponse(
        f"<!doctype html><html lang='{words.language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta name='robots' content='noindex'><meta name='referrer' content='no-referrer'>"
        f"<link rel='icon' href='data:,'>{preload}{previews(shown, images[0], address, words)}<style>{style}</style>"
        f"</head><body><header><h1>{words.product}</h1>{words.made}</header><main>{figures}{prompt}</main></body></html>",
        headers={
            "Content-Language": words.language,
            "Content-Security-Policy": (
                f"default-src 'none'; img-src 'self' data:; style-src 'sha256-{allowed}'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        },
    )


def place_of(number: int, image: RecordedImage, path: str) -> str:
    """Return the style by which a picture has its place before it has come, with its small version in it."""
    if not image.width or not image.height:
        return ""
    ratio = f"{image.width} / {image.height}"
    small = f"; background: url({path}/preview) 0 0 / 100% 100%" if image.thumb_hash else ""
    return f"#p{number} {{ width: min(100%, 86svh * {ratio}, {image.width}px); aspect-ratio: {ratio}{small} }}\n"


def figure(shown: SharedTask, image: RecordedImage, path: str, number: int, words: Words) -> str:
    """Return the HTML of one picture; only the first is fetched before it is scrolled to."""
    size = f" width='{image.width}' height='{image.height}'" if image.width and image.height else ""
    lazy = "" if number == 1 else " loading='lazy'"
    alternative = escape(shown.prompt[:MAX_DESCRIPTION] or words.made)
    download = f"<a class='download' href='{path}/download' download>{words.download}</a>"
    return (
        f"<figure><a href='{path}'><img id='p{number}' src='{path}'{size}{lazy} decoding='async' alt='{alternative}'>"
        f"</a>{download if shown.allows_download else ''}</figure>"
    )


def previews(shown: SharedTask, image: RecordedImage, address: str, words: Words) -> str:
    """Return the title, and the Open Graph and Twitter tags. Their addresses are absolute."""
    first_line = " ".join(shown.prompt.split())
    title = f"{shortened(first_line, MAX_TITLE) or words.made} · {words.product}"
    is_taken = image.content_type in PREVIEWED and (image.size or 0) <= MAX_PREVIEW_BYTES
    whole = is_taken or not image.thumb_hash
    properties = {
        "og:type": "website",
        "og:site_name": words.product,
        "og:locale": words.locale,
        "og:title": title,
        "og:description": shortened(first_line, MAX_DESCRIPTION) or words.made,
        "og:url": address,
        "og:image": f"{address}/1" if whole else f"{address}/1/preview",
        "og:image:type": image.content_type or "" if whole else "image/webp",
        "og:image:width": str(image.width or "") if whole else "",
        "og:image:height": str(image.height or "") if whole else "",
        "og:image:alt": shortened(first_line, MAX_DESCRIPTION) or words.made,
    }
    names = {"twitter:card": "summary_large_image", "description": properties["og:description"]}
    names |= {f"twitter:{what}": properties[f"og:{what}"] for what in ("title", "description", "image", "image:alt")}
    tags = [f"<meta property='{name}' content='{escape(value)}'>" for name, value in properties.items() if value]
    tags += [f"<meta name='{name}' content='{escape(value)}'>" for name, value in names.items()]
    return f"<title>{escape(title)}</title>{''.join(tags)}"


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def bounded(text: str) -> str:
    """Return the text as HTML, cut where it would have more than MAX_PROMPT_BYTES."""
    kept = text
    while len(escape(kept).encode()) > MAX_PROMPT_BYTES:
        kept = kept[: len(kept) * 9 // 10]
    return escape(kept) + ("" if kept == text else "…")

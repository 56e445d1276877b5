"""What the demo's user asked for in the past 300 days, and the pictures that it made."""

from pathlib import Path
from typing import NamedTuple

PICTURES = Path(__file__).with_name("pictures")

GEMINI, GPT, IMAGEN = "gemini-2.5-flash-image", "gpt-image-1", "imagen-4.0-generate-001"
FLUX, SEEDREAM, QWEN = "flux-1.1-pro", "seedream-4.0", "qwen-image"
EDIT, VARIATION, RETRY = "EDIT", "VARIATION", "RETRY"
SQUARE, WIDE, TALL, LANDSCAPE, PORTRAIT = "1:1", "16:9", "9:16", "4:3", "3:4"


class DemoTask(NamedTuple):
    prompt: str
    ratio: str
    picture: str = ""
    """The name of its file in `pictures/`, to which `-1`, `-2`, … are added when there are several."""
    model: str = GEMINI
    relation: str | None = None
    """How it was made from the task before it in the sitting, if it was."""
    of_image: int = 0
    """From which of that one's images."""
    images: int = 1
    ended: str = "completed"
    """`completed`, `trashed`, `canceled`, `pending`, `processing`, or the code of a failure."""
    is_template: bool = False


class Sitting(NamedTuple):
    days_ago: int
    hour: int
    """Of the day, in UTC; for today, how many minutes ago the last task was asked for."""
    tasks: tuple[DemoTask, ...]


def sitting(days_ago: int, hour: int, *tasks: DemoTask) -> Sitting:
    return Sitting(days_ago, hour, tasks)


T = DemoTask
STORY = (
    sitting(
        *(0, 2),
        T("A lighthouse in a storm, oil on canvas", LANDSCAPE, "storm-light", images=4),
        T("The same lighthouse on a calm evening", LANDSCAPE, "calm-light", GEMINI, VARIATION, 1),
        T("Make it a photograph at dusk, with warm light in the lantern", LANDSCAPE, "lighthouse", GEMINI, EDIT),
        T("霓虹灯下的雨夜街道，撑红伞的人，电影感", TALL, "neon-street"),
        T("Hot-air balloons over a valley at dawn", WIDE, ended="processing"),
        T("雪山湖泊的倒影，清晨，长曝光", WIDE, ended="pending"),
    ),
    sitting(
        *(1, 13),
        T("Still life with pears and a clay vase, window light, 85 mm", LANDSCAPE, "pears", FLUX),
        T("把墙面换成深灰色", LANDSCAPE, "grey-pears", GEMINI, EDIT),
        T("一壶茶和两只小杯，侧光，留白", LANDSCAPE, "tea", SEEDREAM),
        T("Latte art on a walnut table, seen from above", SQUARE, "coffee", FLUX),
    ),
    sitting(
        *(2, 14),
        T("水墨山水，云雾缭绕，远处有飞鸟", WIDE, "ink-hills", SEEDREAM, images=2),
        T("竹林晨雾，一束光穿过", PORTRAIT, "bamboo", SEEDREAM),
        T("Snow-covered peaks at first light, telephoto", WIDE, "snow-peaks", IMAGEN),
    ),
    sitting(
        *(4, 12),
        T("A cat at the window, city lights out of focus behind it", SQUARE, "cat", GPT),
        T("A cat at the window, snow outside", SQUARE, "", GPT, VARIATION, ended="canceled"),
        T("Jellyfish drifting in deep blue water", TALL, "jellyfish", FLUX),
    ),
    sitting(
        *(6, 13),
        T("夕阳下的海滩，海鸥掠过，胶片质感", WIDE, "beach"),
        T("改成正午，颜色像褪色的老照片", WIDE, "faded-beach", GEMINI, EDIT),
        T("名人在海滩上奔跑的照片", WIDE, ended="content_policy"),
    ),
    sitting(
        *(9, 11),
        T("A skyline at night reflected in the river", WIDE, "skyline", IMAGEN),
        T("Fireworks over the skyline, long exposure", WIDE, "fireworks", IMAGEN, VARIATION),
        T("城市清晨，高楼在雾中，金色的光", PORTRAIT, "towers", QWEN),
    ),
    sitting(
        *(13, 14),
        T("Dunes at sunrise, ripples in the sand", WIDE, "dunes", IMAGEN),
        T("Dunes at dusk, red sand", WIDE, "", IMAGEN, ended="provider_timeout"),
        T("Dunes at dusk, red sand", WIDE, "red-dunes", IMAGEN, RETRY),
    ),
    sitting(
        *(16, 13),
        T("Portrait in profile before the evening sky, hair in a bun", PORTRAIT, "bun", FLUX),
        T("双重曝光：人物侧影里的湖泊与松林", PORTRAIT, "double", GPT),
    ),
    sitting(
        *(21, 12),
        T("Oil painting of fruit, a blue vase and a green bottle", LANDSCAPE, "oil-fruit", GPT),
        T("As a charcoal drawing", LANDSCAPE, "drawn-fruit", GPT, EDIT),
        T("Poured paint, teal and gold, macro", SQUARE, "teal-paint", FLUX),
    ),
    sitting(
        *(27, 15),
        T("浮在水面上的鸟居，晚霞", PORTRAIT, "torii", SEEDREAM),
        T("樱花枝，浅景深，柔和的绿色背景", LANDSCAPE, "blossom", SEEDREAM),
        T("放天灯的夜晚，湖面倒影", TALL, "lanterns", QWEN),
    ),
    sitting(
        *(34, 13),
        T("Northern lights above a frozen lake", WIDE, "aurora", IMAGEN),
        T("雪夜里的小木屋，窗户透出暖光", SQUARE, "hut", images=4),
        T("只留下深蓝色的夜", SQUARE, "blue-hut", GEMINI, EDIT, 2),
    ),
    sitting(
        *(41, 12),
        T("A suspension bridge in fog, black and white", WIDE, "grey-bridge", FLUX),
        T("Give it its colour back", WIDE, "fog-bridge", GEMINI, EDIT),
    ),
    sitting(
        *(48, 14),
        T("薰衣草田，清晨，远处一棵树", WIDE, "lavender", SEEDREAM),
        T("Poppies under a blue sky", LANDSCAPE, "poppies", IMAGEN),
        T("Wildflower meadow, watercolour", LANDSCAPE, "meadow", GPT),
        T("Wildflower meadow, watercolour, loose strokes", LANDSCAPE, "loose-meadow", GPT, VARIATION, ended="trashed"),
    ),
    sitting(
        *(55, 13),
        T("蓝色星球与它的卫星，太空摄影", WIDE, "earth", FLUX),
        T("A ringed planet, like a probe's photograph of the 1970s", SQUARE, "saturn", FLUX),
        T("A nebula in violet and orange", SQUARE, "nebula", FLUX),
    ),
    sitting(
        *(83, 12),
        T("Layered paper cut, sunset colours", SQUARE, "paper", GPT),
        T("Geometric poster in red, blue and yellow, 1920s", PORTRAIT, "poster", GPT, is_template=True),
        T("某品牌标志的海报", PORTRAIT, ended="content_policy", is_template=True),
    ),
    sitting(
        *(90, 14),
        T("Light through a window on a terracotta wall, palm shadow", PORTRAIT, "clay-wall", FLUX),
        T("同样的光，米白色的墙", PORTRAIT, "pale-wall", GEMINI, EDIT),
    ),
    sitting(
        *(97, 13),
        T("Pine forest in the evening sun", PORTRAIT, "pines", IMAGEN),
        T("A rowing boat on a misty lake", WIDE, "misty-boat", IMAGEN),
        T("Autumn lake, larches in gold", WIDE, "", IMAGEN, ended="rate_limited"),
        T("Autumn lake, larches in gold", WIDE, "autumn-lake", IMAGEN, RETRY),
    ),
    sitting(
        *(118, 15),
        T("复古合成波，网格与落日", WIDE, "synthwave", QWEN),
        T("雨夜小巷，暖黄色灯箱，黄伞", TALL, "warm-street", QWEN),
    ),
    sitting(
        *(126, 12),
        T("A sailing boat against the evening sun", WIDE, "sail", IMAGEN),
        T("Rough sea before a storm", WIDE, "rough-sea", IMAGEN),
    ),
    sitting(
        *(151, 13),
        T("热气球飞过山谷，水彩", LANDSCAPE, "painted-balloons", SEEDREAM),
        T("Portrait of an old sailor in profile, charcoal", PORTRAIT, "sailor", GPT),
        T("The same sailor, laughing", PORTRAIT, "", GPT, VARIATION, ended="provider_error"),
    ),
    sitting(
        *(158, 14),
        T("茶园的早晨，一行行延伸到山脚", WIDE, "tea-field", SEEDREAM),
        T("A bridge across the river at dusk, city behind", WIDE, "dusk-bridge", FLUX),
    ),
    sitting(
        *(189, 12),
        T("银河下的旅人，广角", PORTRAIT, "milky-way", SEEDREAM, images=2),
        T("A red planet and two moons", WIDE, "mars", FLUX),
    ),
    sitting(
        *(214, 13),
        T("Marbled paper, burgundy, rose and ivory", SQUARE, "rose-paper", FLUX),
        T("Coffee, morning, pale wood", SQUARE, "pale-coffee", IMAGEN),
        T("Coffee, morning, pale wood, softer light", SQUARE, "soft-coffee", IMAGEN, VARIATION, ended="trashed"),
    ),
    sitting(
        *(243, 14),
        T("长发女子的侧影，金色逆光", PORTRAIT, "long-hair", QWEN),
        T("灯塔，蓝色时刻", TALL, "night-light", QWEN),
    ),
    sitting(
        *(271, 13),
        T("水墨：孤舟", WIDE, "ink-boat", QWEN),
        T("Alpine lake, clear morning", WIDE, "lake", IMAGEN),
    ),
    sitting(298, 12, T("Mountains at dawn, soft light", SQUARE, "dawn-peaks", IMAGEN)),
)
"""The sittings, newest first; each has its tasks in the order in which they were asked for."""
TASKS = [task for sitting in STORY for task in sitting.tasks]


def pictures_of(task: DemoTask) -> list[bytes]:
    """Return the task's images, as WebP."""
    if not task.picture:
        return []
    endings = [""] if task.images == 1 else [f"-{place}" for place in range(1, task.images + 1)]
    return [(PICTURES / f"{task.picture}{ending}.webp").read_bytes() for ending in endings]


def seed_of(number: int) -> int:
    """Return the seed of TASKS[number]: that of the image it was made from by an edit or a retry, or its own."""
    task = TASKS[number]
    if task.relation in (EDIT, RETRY):
        return seed_of(number - 1) + task.of_image
    return 1000 + number * 16

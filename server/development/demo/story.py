"""What the demo's user asked for in the past 300 days."""

from typing import NamedTuple

from server.development.demo import motifs as m
from server.development.demo.motifs import Motif
from server.development.painting.painter import painted

GEMINI, GPT, IMAGEN = "gemini-2.5-flash-image", "gpt-image-1", "imagen-4.0-generate-001"
FLUX, SEEDREAM, QWEN = "flux-1.1-pro", "seedream-4.0", "qwen-image"
EDIT, VARIATION, RETRY = "EDIT", "VARIATION", "RETRY"
SQUARE, WIDE, TALL, LANDSCAPE, PORTRAIT = "1:1", "16:9", "9:16", "4:3", "3:4"


class DemoTask(NamedTuple):
    prompt: str
    ratio: str
    motif: Motif
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
        T("A lighthouse in a storm, oil on canvas", LANDSCAPE, m.STORM_LIGHT, images=4),
        T("The same lighthouse on a calm evening", LANDSCAPE, m.CALM_LIGHT, GEMINI, VARIATION, 1),
        T("Make it a photograph at dusk, with warm light in the lantern", LANDSCAPE, m.LIGHTHOUSE, GEMINI, EDIT),
        T("霓虹灯下的雨夜街道，撑红伞的人，电影感", TALL, m.NEON_STREET),
        T("Hot-air balloons over a valley at dawn", WIDE, m.BALLOONS, ended="processing"),
        T("雪山湖泊的倒影，清晨，长曝光", WIDE, m.LAKE, ended="pending"),
    ),
    sitting(
        *(1, 13),
        T("Still life with pears and a clay vase, window light, 85 mm", LANDSCAPE, m.PEARS, FLUX),
        T("把墙面换成深灰色", LANDSCAPE, m.GREY_PEARS, GEMINI, EDIT),
        T("一壶茶和两只小杯，侧光，留白", LANDSCAPE, m.TEA, SEEDREAM),
        T("Latte art on a walnut table, seen from above", SQUARE, m.COFFEE, FLUX),
    ),
    sitting(
        *(2, 14),
        T("水墨山水，云雾缭绕，远处有飞鸟", WIDE, m.INK_HILLS, SEEDREAM, images=2),
        T("竹林晨雾，一束光穿过", PORTRAIT, m.BAMBOO, SEEDREAM),
        T("Snow-covered peaks at first light, telephoto", WIDE, m.SNOW_PEAKS, IMAGEN),
    ),
    sitting(
        *(4, 12),
        T("A cat at the window, city lights out of focus behind it", SQUARE, m.CAT, GPT),
        T("A cat at the window, snow outside", SQUARE, m.CAT, GPT, VARIATION, ended="canceled"),
        T("Jellyfish drifting in deep blue water", TALL, m.JELLYFISH, FLUX),
    ),
    sitting(
        *(6, 13),
        T("夕阳下的海滩，海鸥掠过，胶片质感", WIDE, m.BEACH),
        T("改成正午，颜色像褪色的老照片", WIDE, m.FADED_BEACH, GEMINI, EDIT),
        T("名人在海滩上奔跑的照片", WIDE, m.BEACH, ended="content_policy"),
    ),
    sitting(
        *(9, 11),
        T("A skyline at night reflected in the river", WIDE, m.SKYLINE, IMAGEN),
        T("Fireworks over the skyline, long exposure", WIDE, m.FIREWORKS, IMAGEN, VARIATION),
        T("城市清晨，高楼在雾中，金色的光", PORTRAIT, m.TOWERS, QWEN),
    ),
    sitting(
        *(13, 14),
        T("Dunes at sunrise, ripples in the sand", WIDE, m.DUNES, IMAGEN),
        T("Dunes at dusk, red sand", WIDE, m.RED_DUNES, IMAGEN, ended="provider_timeout"),
        T("Dunes at dusk, red sand", WIDE, m.RED_DUNES, IMAGEN, RETRY),
    ),
    sitting(
        *(16, 13),
        T("Portrait in profile before the evening sky, hair in a bun", PORTRAIT, m.BUN, FLUX),
        T("双重曝光：人物侧影里的湖泊与松林", PORTRAIT, m.DOUBLE, GPT),
    ),
    sitting(
        *(21, 12),
        T("Oil painting of fruit, a blue vase and a green bottle", LANDSCAPE, m.OIL_FRUIT, GPT),
        T("As a charcoal drawing", LANDSCAPE, m.DRAWN_FRUIT, GPT, EDIT),
        T("Poured paint, teal and gold, macro", SQUARE, m.TEAL_PAINT, FLUX),
    ),
    sitting(
        *(27, 15),
        T("浮在水面上的鸟居，晚霞", PORTRAIT, m.TORII, SEEDREAM),
        T("樱花枝，浅景深，柔和的绿色背景", LANDSCAPE, m.BLOSSOM, SEEDREAM),
        T("放天灯的夜晚，湖面倒影", TALL, m.LANTERNS, QWEN),
    ),
    sitting(
        *(34, 13),
        T("Northern lights above a frozen lake", WIDE, m.AURORA, IMAGEN),
        T("雪夜里的小木屋，窗户透出暖光", SQUARE, m.HUT, images=4),
        T("只留下深蓝色的夜", SQUARE, m.BLUE_HUT, GEMINI, EDIT, 2),
    ),
    sitting(
        *(41, 12),
        T("A suspension bridge in fog, black and white", WIDE, m.GREY_BRIDGE, FLUX),
        T("Give it its colour back", WIDE, m.FOG_BRIDGE, GEMINI, EDIT),
    ),
    sitting(
        *(48, 14),
        T("薰衣草田，清晨，远处一棵树", WIDE, m.LAVENDER, SEEDREAM),
        T("Poppies under a blue sky", LANDSCAPE, m.POPPIES, IMAGEN),
        T("Wildflower meadow, watercolour", LANDSCAPE, m.MEADOW, GPT),
        T("Wildflower meadow, watercolour, loose strokes", LANDSCAPE, m.MEADOW, GPT, VARIATION, ended="trashed"),
    ),
    sitting(
        *(55, 13),
        T("蓝色星球与它的卫星，太空摄影", WIDE, m.EARTH, FLUX),
        T("A ringed planet, like a probe's photograph of the 1970s", SQUARE, m.SATURN, FLUX),
        T("A nebula in violet and orange", SQUARE, m.NEBULA, FLUX),
    ),
    sitting(
        *(83, 12),
        T("Layered paper cut, sunset colours", SQUARE, m.PAPER, GPT),
        T("Geometric poster in red, blue and yellow, 1920s", PORTRAIT, m.POSTER, GPT, is_template=True),
        T("某品牌标志的海报", PORTRAIT, m.POSTER, ended="content_policy", is_template=True),
    ),
    sitting(
        *(90, 14),
        T("Light through a window on a terracotta wall, palm shadow", PORTRAIT, m.CLAY_WALL, FLUX),
        T("同样的光，米白色的墙", PORTRAIT, m.PALE_WALL, GEMINI, EDIT),
    ),
    sitting(
        *(97, 13),
        T("Pine forest in the evening sun", PORTRAIT, m.PINES, IMAGEN),
        T("A rowing boat on a misty lake", WIDE, m.MISTY_BOAT, IMAGEN),
        T("Autumn lake, larches in gold", WIDE, m.AUTUMN_LAKE, IMAGEN, ended="rate_limited"),
        T("Autumn lake, larches in gold", WIDE, m.AUTUMN_LAKE, IMAGEN, RETRY),
    ),
    sitting(
        *(118, 15),
        T("复古合成波，网格与落日", WIDE, m.SYNTHWAVE, QWEN),
        T("雨夜小巷，暖黄色灯箱，黄伞", TALL, m.WARM_STREET, QWEN),
    ),
    sitting(
        *(126, 12),
        T("A sailing boat against the evening sun", WIDE, m.SAIL, IMAGEN),
        T("Rough sea before a storm", WIDE, m.ROUGH_SEA, IMAGEN),
    ),
    sitting(
        *(151, 13),
        T("热气球飞过山谷，水彩", LANDSCAPE, m.PAINTED_BALLOONS, SEEDREAM),
        T("Portrait of an old sailor in profile, charcoal", PORTRAIT, m.SAILOR, GPT),
        T("The same sailor, laughing", PORTRAIT, m.SAILOR, GPT, VARIATION, ended="provider_error"),
    ),
    sitting(
        *(158, 14),
        T("茶园的早晨，一行行延伸到山脚", WIDE, m.TEA_FIELD, SEEDREAM),
        T("A bridge across the river at dusk, city behind", WIDE, m.DUSK_BRIDGE, FLUX),
    ),
    sitting(
        *(189, 12),
        T("银河下的旅人，广角", PORTRAIT, m.MILKY_WAY, SEEDREAM, images=2),
        T("A red planet and two moons", WIDE, m.MARS, FLUX),
    ),
    sitting(
        *(214, 13),
        T("Marbled paper, burgundy, rose and ivory", SQUARE, m.ROSE_PAPER, FLUX),
        T("Coffee, morning, pale wood", SQUARE, m.PALE_COFFEE, IMAGEN),
        T("Coffee, morning, pale wood, softer light", SQUARE, m.PALE_COFFEE, IMAGEN, VARIATION, ended="trashed"),
    ),
    sitting(
        *(243, 14),
        T("长发女子的侧影，金色逆光", PORTRAIT, m.LONG_HAIR, QWEN),
        T("灯塔，蓝色时刻", TALL, m.NIGHT_LIGHT, QWEN),
    ),
    sitting(
        *(271, 13),
        T("水墨：孤舟", WIDE, m.INK_BOAT, QWEN),
        T("Alpine lake, clear morning", WIDE, m.LAKE, IMAGEN),
    ),
    sitting(298, 12, T("Mountains at dawn, soft light", SQUARE, m.DAWN_PEAKS, IMAGEN)),
)
"""The sittings, newest first; each has its tasks in the order in which they were asked for."""
TASKS = [task for sitting in STORY for task in sitting.tasks]


def picture(number: int, image: int) -> bytes:
    """Paint one of the images of TASKS[number]."""
    task = TASKS[number]
    return painted(*task.motif, task.ratio, seed_of(number) + image)


def seed_of(number: int) -> int:
    """The seed of TASKS[number]: that of the picture it is an edit of, which it therefore resembles, or its own."""
    task = TASKS[number]
    if task.relation in (EDIT, RETRY):
        return seed_of(number - 1) + task.of_image
    return 1000 + number * 16

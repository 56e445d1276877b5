"""What stands before a scene, as outlines: lighthouses, boats, birds, balloons, cats, people."""

import math

from PIL import Image, ImageChops

from server.development.painting.canvas import (
    Canvas,
    Color,
    Pencil,
    Point,
    blurred,
    mixed,
    outline,
    ramp,
    rgb,
    scaled,
    smooth,
    spot,
    tinted,
)
from server.development.painting.light import Light

PROFILE = """
.18,1 .2,.86 .33,.78 .37,.68 .33,.6 .25,.52 .2,.38 .23,.22 .35,.1 .5,.07 .62,.12 .69,.22 .7,.31 .715,.36 .77,.45
.76,.475 .72,.485 .735,.525 .715,.545 .735,.575 .715,.6 .72,.645 .68,.685 .57,.69 .53,.72 .54,.79 .66,.86 .78,.9 .86,1
"""
"""A head and shoulders seen from the side, in a square."""
HAIR = {
    "bun": ".24,.16 .12,.18 .08,.29 .15,.39 .26,.37 .3,.28",
    "long": ".68,.2 .6,.06 .4,.03 .22,.14 .15,.36 .12,.62 .05,.86 .2,.98 .4,.92 .45,.7 .42,.5 .52,.33",
    "short": ".7,.24 .69,.12 .55,.02 .36,.03 .2,.13 .15,.32 .2,.47 .3,.56 .36,.5 .44,.36 .58,.28",
    "cap": ".18,.28 .16,.16 .3,.03 .52,.01 .68,.08 .72,.19 .85,.24 .84,.27 .68,.25 .4,.27",
}
COAT = """
-.05,-.86 .05,-.86 .14,-.78 .15,-.5 .11,-.42 .13,-.22 -.13,-.22 -.11,-.42 -.15,-.5 -.14,-.78
"""
LEGS = ("-.09,-.26 -.005,-.26 -.02,0 -.075,0", ".01,-.26 .09,-.26 .085,-.02 .03,-.02")
UMBRELLA = "-.42,-.98 -.36,-1.1 -.2,-1.18 0,-1.2 .2,-1.18 .36,-1.1 .42,-.98 .3,-.95 .21,-.98 0,-.95 -.21,-.98 -.3,-.95"
CAT = "0,-.72 .15,-.62 .25,-.3 .28,-.06 .18,0 -.18,0 -.28,-.06 -.25,-.3 -.15,-.62"
EARS = ("-.155,-.76 -.135,-.99 -.03,-.87", ".155,-.76 .135,-.99 .03,-.87")
BALLOON = """
0,-.52 .27,-.45 .45,-.26 .5,0 .44,.22 .3,.45 .16,.62 .1,.7 -.1,.7 -.16,.62 -.3,.45 -.44,.22 -.5,0 -.45,-.26 -.27,-.45
"""


def lighthouse(canvas: Canvas, light: Light, base: float, x: float = 0.68, lit: bool = True) -> None:
    """Build a lighthouse on a rock at `x`, a share of the width."""
    foot, at, high = canvas.down(base), canvas.across(x), canvas.down(0.4)
    wide, lamp = high * 0.11, foot - high * 0.86
    tower = canvas.polygon(outline("-.62,-7.3 .62,-7.3 1,1 -1,1", at, foot, wide))
    stripes = canvas.polygon(
        *(outline(f"-2,{y} 2,{y} 2,{y + 1.1} -2,{y + 1.1}", at, foot, wide) for y in (-6.3, -4.1, -1.9))
    )
    canvas.paint(light.at(rgb("ece4d6"), 0.1), tower)
    canvas.paint(light.at(rgb("a63a2e"), 0.1), ImageChops.multiply(tower, stripes))
    canvas.paint(light.shadow, ImageChops.multiply(tower, ImageChops.offset(tower, round(wide * 0.8), 0)), 0.55)
    edge = [
        (at + wide * t, foot + wide * (0.2 + abs(t) ** 1.2 * 0.36 + canvas.random.uniform(0, 0.55)))
        for t in (step / 3 - 5 for step in range(31))
    ]
    stone = mixed(light.at(rgb("5a5550"), 0.1), light.shadow, 0.2)
    rock = canvas.polygon([*edge, (at + wide * 8, foot + high), (at - wide * 8, foot + high)])
    canvas.paint(tinted(canvas.noise(canvas.unit * 5, 5), [(0, light.shadow), (1, stone)]), rock)
    if lit:
        beam(canvas, at, lamp)
    posts = (
        outline(f"{p},-8.4 {p + 0.08},-8.4 {p + 0.08},-7.3 {p},-7.3", at, foot, wide) for p in (-0.49, -0.04, 0.41)
    )
    roof = outline("-.55,-8.4 0,-9.1 .55,-8.4", at, foot, wide)
    gallery = outline("-.85,-7.5 .85,-7.5 .85,-7.2 -.85,-7.2", at, foot, wide)
    canvas.paint(light.shadow, canvas.polygon(roof, gallery, *posts))
    if lit:
        canvas.shine((255, 236, 190), spot(canvas, at, lamp, wide * 2.4))


def beam(canvas: Canvas, x: float, y: float) -> None:
    reach, rise = canvas.width * 1.1, canvas.unit * 7
    cone = canvas.polygon([(x, y - 2), (x - reach, y - rise * 2.6), (x - reach, y + rise * 0.6), (x, y + 2)])
    fading = spot(canvas, x, y, canvas.unit * 85)
    canvas.shine((255, 240, 205), scaled(ImageChops.multiply(blurred(cone, canvas.unit * 0.8), fading), 0.6))


def boat(canvas: Canvas, light: Light, x: float, y: float, size: float, sail: bool = True) -> None:
    """Put a boat, `size` pixels high, under sail or with a rower, at (x, y), its reflection below."""
    hull = "-.42,-.09 .46,-.12 .3,.03 -.3,.03"
    if sail:
        parts = [outline(text, 0, 0, size) for text in (hull, "0,-1 .38,-.17 .02,-.15", "-.03,-.93 -.03,-.17 -.3,-.17")]
    else:
        rower = smooth(
            outline("-.06,-.1 -.05,-.3 -.02,-.34 -.05,-.42 0,-.46 .05,-.42 .02,-.34 .06,-.3 .07,-.1", 0, 0, size)
        )
        parts = [outline(hull, 0, 0, size), rower, outline("0,-.24 .02,-.24 -.2,.05 -.22,.05", 0, 0, size)]
    for down, color, strength in ((-1, light.shadow, 0.4), (1, mixed(light.shadow, light.haze, 0.15), 1.0)):
        shape = canvas.polygon(*([(x + px, y + py * down) for px, py in part] for part in parts))
        canvas.paint(color, blurred(shape, canvas.unit * 0.5) if down < 0 else shape, strength)


def birds(canvas: Canvas, light: Light, top: float, bottom: float, count: int = 9) -> None:
    """Have birds fly between the two heights."""
    x, y = canvas.across(canvas.random.uniform(0.15, 0.6)), canvas.down((top + bottom) / 2)
    flock = []
    for _ in range(count):
        at = x + canvas.random.gauss(0, 9) * canvas.unit, y + canvas.random.gauss(0, 0.3) * canvas.down(bottom - top)
        lift = canvas.random.uniform(0.2, 0.6)
        wings = f"-1,{-lift} -.4,{-lift * 0.9} 0,0 .4,{-lift * 0.9} 1,{-lift * 0.7}"
        flock.append(outline(wings, *at, canvas.unit * canvas.random.uniform(0.7, 1.4)))
    canvas.paint(light.shadow, canvas.lines(canvas.unit * 0.18, *flock), 0.85)


def balloon(canvas: Canvas, light: Light, x: float, y: float, size: float, colors: tuple[str, str]) -> None:
    """Float a hot-air balloon, its envelope `size` pixels wide, striped in the two colours."""
    far = max(0.0, min(0.6, 0.6 - size / canvas.unit / 25))
    whole = canvas.polygon(smooth(outline(BALLOON, x, y, size)))
    gores = []
    for gore in range(-3, 4, 2):
        one, other = (math.sin((gore + side) / 8 * math.pi) * 0.5 for side in (0, 1))
        gores.append(outline(f"0,-.53 {one},-.05 {one * 0.3},.75 {other * 0.3},.75 {other},-.05", x, y, size))
    canvas.paint(light.at(rgb(colors[0]), far), whole)
    canvas.paint(light.at(rgb(colors[1]), far), ImageChops.multiply(canvas.polygon(*gores), whole))
    lit = spot(canvas, x - size * 0.2, y - size * 0.2, size * 1.1)
    canvas.paint(light.shadow, ImageChops.multiply(whole, ImageChops.invert(lit)), 0.6 * (1 - far))
    canvas.shine(
        light.source,
        scaled(ImageChops.multiply(whole, spot(canvas, x - size * 0.22, y - size * 0.22, size * 0.6)), 0.35),
    )
    basket = outline("-.06,.88 .06,.88 .05,.98 -.05,.98", x, y, size)
    ropes = (
        outline(f"{side * 0.1},.7 {side * 0.11},.7 {side * 0.06},.9 {side * 0.05},.9", x, y, size) for side in (-1, 1)
    )
    canvas.paint(light.at(rgb("4a3423"), far), canvas.polygon(basket, *ropes))


def person(canvas: Canvas, light: Light, x: float, y: float, size: float, umbrella: str | None = None) -> None:
    """Stand a person, `size` pixels high, seen from behind, at (x, y), under an umbrella of that colour."""
    head_ = smooth(outline("0,-1 .065,-.93 .04,-.84 -.04,-.84 -.065,-.93", x, y, size))
    body = canvas.polygon(head_, smooth(outline(COAT, x, y, size)), *(outline(leg, x, y, size) for leg in LEGS))
    canvas.paint(light.shadow, body)
    rim = ImageChops.subtract(body, ImageChops.offset(body, max(1, round(size * 0.012)), 2))
    canvas.shine(light.horizon, scaled(rim, 0.7))
    if umbrella:
        shade = ramp(canvas.size, (y - size * 1.25) / canvas.height, (y - size * 0.95) / canvas.height)
        stops = [(0.0, mixed(rgb(umbrella), (255, 255, 255), 0.25)), (1.0, mixed(rgb(umbrella), (0, 0, 0), 0.5))]
        canvas.paint(tinted(shade, stops), canvas.polygon(outline(UMBRELLA, x, y, size)))
        canvas.paint(light.shadow, canvas.lines(size * 0.015, outline(".12,-1 .12,-.5", x, y, size)))


def cat(canvas: Canvas, color: Color, x: float, y: float, size: float) -> None:
    """Sit a cat, `size` pixels high, seen from behind, at (x, y)."""

    def figure(pencil: Pencil) -> None:
        pencil.polygon(smooth(outline(CAT, x, y, size)))
        pencil.ellipse(x, y - size * 0.74, size * 0.165, size * 0.145)
        for ear in EARS:
            pencil.polygon(outline(ear, x, y, size))
        pencil.line(size * 0.065, smooth(outline(".2,-.03 .42,-.01 .5,-.13 .44,-.24", x, y, size), closed=False))

    mask = blurred(canvas.mask(figure), canvas.unit * 0.12)
    canvas.paint(color, mask)
    inner = ImageChops.offset(blurred(mask, size * 0.02), round(size * 0.015), round(size * 0.025))
    canvas.shine((255, 225, 190), scaled(ImageChops.subtract(mask, inner), 0.55))


def head(canvas: Canvas, size: float, x: float, hair: str, facing: int = 1) -> Image.Image:
    """The mask of a head and shoulders seen from the side, `size` pixels high, that rise from the bottom at `x`."""
    corner = x - facing * size / 2, canvas.height - size * 0.99
    face = outline(PROFILE, *corner, size, facing)
    return canvas.polygon([*smooth(face, closed=False), face[-1]], smooth(outline(HAIR[hair], *corner, size, facing)))


def blossoms(canvas: Canvas, petals: str = "f3c3cf") -> None:
    """Paint a branch in blossom, from the left, before a garden that is out of focus."""
    y, slope, unit = canvas.down(canvas.random.uniform(0.5, 0.75)), canvas.random.uniform(-0.5, -0.2), canvas.unit
    branch = [
        (canvas.across(t / 6), y + slope * canvas.height * t / 6 + canvas.random.uniform(-2, 2) * unit)
        for t in range(-1, 6)
    ]
    twigs = []
    for x, fork in branch[1:]:
        bend = canvas.random.choice((-1, 1)) * canvas.random.uniform(0.4, 1.1)
        twig = f"0,0 {math.cos(bend) / 2},{math.sin(bend) / 2 - 0.06} {math.cos(bend)},{math.sin(bend)}"
        twigs.append(smooth(outline(twig, x, fork, unit * canvas.random.uniform(10, 22)), closed=False))
    curved = smooth(branch, closed=False)
    for width, lines in ((1.5, [curved]), (0.55, twigs)):
        canvas.paint(rgb("3c2a26"), canvas.lines(unit * width, *lines))
    places = [point for line in (curved, *twigs) for point in line[2::3]]
    for lightness in (0.0, 0.28, 0.56):
        flowers(canvas, canvas.random.sample(places, min(len(places), 18)), petals, lightness)


def flowers(canvas: Canvas, places: list[Point], petals: str, lightness: float) -> None:
    """Paint a blossom of five petals near each place."""
    unit, hearts = canvas.unit, []
    for px, py in places:
        size, tilt = unit * canvas.random.uniform(2.4, 4.2), canvas.random.uniform(0.6, 1.0)
        hearts.append(
            (px + canvas.random.gauss(0, 2.4) * unit, py + canvas.random.gauss(0, 2.4) * unit, size, size * tilt)
        )

    def draw(pencil: Pencil) -> None:
        for x, y, across, down in hearts:
            turn = canvas.random.uniform(0, 6.3)
            for angle in (turn + petal * math.tau / 5 for petal in range(5)):
                middle = x + math.cos(angle) * across * 0.5, y + math.sin(angle) * down * 0.5
                pencil.ellipse(*middle, across * 0.4, down * 0.4, canvas.random.randint(205, 255))

    mask = canvas.mask(draw)
    tone = mixed(rgb(petals), (255, 248, 248), lightness)
    canvas.paint((60, 30, 40), ImageChops.offset(blurred(mask, unit * 0.6), round(unit * 0.4), round(unit * 0.6)), 0.3)
    stops = [(0.0, mixed(tone, rgb("b06080"), 0.5)), (1.0, mixed(tone, (255, 255, 255), 0.25))]
    canvas.paint(tinted(canvas.noise(unit * 5, 3), stops), mask)
    rounds = [smooth([(x, y - d / 5), (x + a / 5, y), (x, y + d / 5), (x - a / 5, y)]) for x, y, a, d in hearts]
    canvas.paint(rgb("b84a68"), blurred(canvas.polygon(*rounds), unit * 0.3), 0.8)

"""Whole scenes, composed of skies, land, water, towns and figures, each in a light and different for each seed."""

from PIL import Image, ImageChops

from server.development.painting import abstract, figures, land, light, still_lifes, town, water
from server.development.painting.canvas import Canvas, Pencil, blurred, mixed, outline, ramp, rgb, scaled, spot, tinted
from server.development.painting.light import Light
from server.development.painting.sky import milky_way, northern_lights, sky, snowfall


def beach(canvas: Canvas, at: Light, swell: float = 0.35) -> None:
    horizon = canvas.random.uniform(0.44, 0.54)
    sun = sky(canvas, at, horizon, 0.55)
    water.sea(canvas, at, horizon, sun, swell)
    water.surf(canvas, at, horizon)
    figures.birds(canvas, at, horizon * 0.4, horizon * 0.8)


def open_sea(canvas: Canvas, at: Light, swell: float = 0.6, color: str = "1f5566", sail: bool = True) -> None:
    horizon = canvas.random.uniform(0.48, 0.6)
    sun = sky(canvas, at, horizon, 0.6, canvas.random.uniform(0.25, 0.45))
    water.sea(canvas, at, horizon, sun, swell, color)
    if sail:
        figures.boat(canvas, at, canvas.across(0.66), canvas.down(horizon + 0.03), canvas.unit * 13)


def lighthouse(canvas: Canvas, at: Light, lit: bool = True) -> None:
    sun = sky(canvas, at, 0.6, 0.9 if at is light.STORM else 0.55, 0.3)
    water.sea(canvas, at, 0.6, sun, 1.0 if at is light.STORM else 0.45, "2a4a50")
    figures.lighthouse(canvas, at, 0.66, canvas.random.uniform(0.6, 0.72), lit)


def rowing_boat(canvas: Canvas, at: Light) -> None:
    sky(canvas, at, 0.5, 0.4)
    land.mountains(canvas, at, 0.44, 2)
    water.mirror(canvas, 0.56, 0.5, 0.12)
    land.mist(canvas, at, 0.46, 0.6, 0.6)
    figures.boat(
        canvas, at, canvas.across(canvas.random.uniform(0.5, 0.7)), canvas.down(0.74), canvas.unit * 18, sail=False
    )


def peaks(canvas: Canvas, at: Light, snow: float = 0.0, color: str = "5b6670", birds: bool = False) -> None:
    horizon = canvas.random.uniform(0.44, 0.54)
    sky(canvas, at, horizon + 0.06, 0.45)
    land.mountains(canvas, at, horizon, canvas.random.randint(4, 5), snow, color)
    if birds:
        figures.birds(canvas, at, 0.2, 0.4)


def lake(canvas: Canvas, at: Light, snow: float = 0.8, trees: str = "22382f") -> None:
    sky(canvas, at, 0.48, 0.5)
    land.mountains(canvas, at, 0.44, 3, snow)
    land.conifers(canvas, at, 0.58, 0.13, 0.3, trees)
    water.mirror(canvas, 0.6, 0.5, 0.2)


def desert(canvas: Canvas, at: Light, color: str = "d99a5b") -> None:
    horizon = canvas.random.uniform(0.38, 0.48)
    sky(canvas, at, horizon, 0.2)
    land.dunes(canvas, at, horizon, color)


def flower_field(canvas: Canvas, at: Light, ground: str, flowers: tuple[str, ...]) -> None:
    horizon = canvas.random.uniform(0.36, 0.46)
    sky(canvas, at, horizon + 0.04, 0.55)
    land.mountains(canvas, at, horizon - 0.01, 2)
    land.meadow(canvas, at, horizon + 0.06, ground, flowers)


def crop_rows(canvas: Canvas, at: Light, crop: str, soil: str, tree: bool = True) -> None:
    sky(canvas, at, 0.5, 0.55)
    land.mountains(canvas, at, 0.46, 2)
    land.rows(canvas, at, 0.54, crop, soil)
    if tree:
        x = canvas.across(canvas.random.choice((0.24, 0.78)))
        crown(canvas, at, x, canvas.down(0.55), canvas.unit * 17)


def crown(canvas: Canvas, at: Light, x: float, y: float, size: float) -> None:
    """Plant a tree in leaf, `size` pixels high."""
    canvas.paint(at.at(rgb("3a2a20"), 0.1), canvas.polygon(outline("-.05,0 -.03,-.6 .03,-.6 .05,0", x, y, size)))

    def leaves(pencil: Pencil) -> None:
        for _ in range(260):
            place = x + canvas.random.gauss(0, 0.2) * size, y - size * canvas.random.gauss(0.82, 0.13)
            pencil.ellipse(*place, size * 0.05, size * 0.04)

    stops = [(0.0, at.at(rgb("23331c"), 0.05)), (1.0, at.at(rgb("7a8a42"), 0.1))]
    canvas.paint(tinted(canvas.noise(size * 0.2, 4), stops), canvas.mask(leaves))


def night_city(canvas: Canvas, at: Light, bridge: bool = False, show: bool = False) -> None:
    sky(canvas, at, 0.62, 0.25)
    if not at.is_night:
        land.mountains(canvas, at, 0.6, 2)
    canvas.shine(
        rgb("7a4f3a"),
        scaled(spot(canvas, canvas.across(0.5), canvas.down(0.66), canvas.unit * 30, 2.4), 0.6 if at.is_night else 0),
    )
    town.skyline(canvas, at, 0.64, canvas.random.uniform(0.42, 0.52))
    if show:
        town.fireworks(canvas, 0.6)
    if bridge:
        town.bridge(canvas, at, 0.66, "8a93a3")
    water.mirror(canvas, 0.68 if bridge else 0.64, 0.9, 0.15)


def towers_in_fog(canvas: Canvas, at: Light) -> None:
    sky(canvas, at, 0.8, 0.5)
    town.skyline(canvas, at, 1.04, 0.8)
    land.mist(canvas, at, 0.5, 1.0, 1.0)
    figures.birds(canvas, at, 0.15, 0.35, 7)


def rainy_street(canvas: Canvas, umbrella: str, colors: tuple[str, ...] = town.NEON) -> None:
    town.street(canvas, colors)
    water.mirror(canvas, 0.68, 1.2, 0.3)
    glow = light.NIGHT._replace(horizon=rgb(colors[0]))
    figures.person(
        canvas, glow, canvas.across(canvas.random.uniform(0.44, 0.56)), canvas.down(0.9), canvas.unit * 36, umbrella
    )
    town.rain(canvas)


def foggy_bridge(canvas: Canvas, at: Light, color: str = "b8432f") -> None:
    sky(canvas, at, 0.7, 0.6)
    land.mountains(canvas, at, 0.6, 2)
    town.bridge(canvas, at, 0.6, color)
    water.sea(canvas, at, 0.78, canvas.across(0.5), 0.25)
    land.mist(canvas, at, 0.5, 0.85, 0.95)


def balloons(canvas: Canvas, at: Light) -> None:
    sky(canvas, at, 0.7, 0.4)
    land.mountains(canvas, at, 0.66, 3, 0, "a5765a")
    pairs = [
        ("c8452f", "f0d9a8"),
        ("2f6a8a", "f2efe4"),
        ("d99a2b", "7a2f2f"),
        ("5a8a5a", "f0e0b0"),
        ("8a4a7a", "f2c9b0"),
        ("2f3f6a", "e8b04a"),
    ]
    canvas.random.shuffle(pairs)
    for number, colors in enumerate(pairs[:5]):
        size = canvas.unit * (26, 16, 10, 7, 5)[number]
        x = canvas.across((0.32, 0.7, 0.52, 0.86, 0.12)[number] + canvas.random.uniform(-0.05, 0.05))
        figures.balloon(canvas, at, x, canvas.down((0.36, 0.26, 0.56, 0.5, 0.2)[number]), size, colors)


def jellyfish(canvas: Canvas, colors: tuple[str, ...]) -> None:
    water.depths(canvas)
    for number in range(6):
        size = canvas.unit * (5, 7, 9, 13, 20, 28)[number]
        x, y = canvas.random.uniform(0.1, 0.9), canvas.random.uniform(0.12, 0.5)
        water.jellyfish(canvas, canvas.across(x), canvas.down(y), size, canvas.random.choice(colors))


def aurora(canvas: Canvas) -> None:
    at = light.AURORA
    sky(canvas, at, 0.72, 0)
    northern_lights(canvas, 0.72)
    land.mountains(canvas, at, 0.66, 2, 0.7)
    land.conifers(canvas, at, 0.74, 0.16, 0.05)
    water.mirror(canvas, 0.8, 0.5, 0.1)


def winter_hut(canvas: Canvas, at: Light) -> None:
    sky(canvas, at, 0.55, 0.4)
    land.mountains(canvas, at, 0.5, 2, 0.9)
    land.conifers(canvas, at, 0.6, 0.26, 0.25, "2f4440")
    ground = land.below(canvas, land.ridge(canvas, 0.72, 0.06, 0.3, 24))
    snow = tinted(
        canvas.noise(canvas.unit * 12, 5, 3),
        [(0, mixed(at.haze, (160, 175, 205), 0.4)), (1, at.at((250, 250, 255), 0.05))],
    )
    canvas.paint(snow, ground)
    town.cabin(canvas, at, canvas.across(canvas.random.uniform(0.4, 0.62)), canvas.down(0.76), canvas.unit * 24)
    land.conifers(canvas, at, 1.02, 0.3, 0.0, "1c2f2c")
    snowfall(canvas)


def night_walk(canvas: Canvas) -> None:
    """A person under the milky way."""
    at = light.NIGHT
    sky(canvas, at, 0.85, 0, -0.5)
    milky_way(canvas, 0.9)
    land.mountains(canvas, at, 0.74, 2)
    hill = land.ridge(canvas, 0.88, 0.1, 0.3, 24)
    x, y = hill[len(hill) * 6 // 10]
    figures.person(canvas, at, x, y + canvas.unit, canvas.unit * 13)
    canvas.paint(at.shadow, land.below(canvas, hill))


def cat_at_window(canvas: Canvas) -> None:
    sky(canvas, light.NIGHT, 0.95, 0.2, 0.3)
    town.skyline(canvas, light.NIGHT, 0.9, 0.4)
    canvas.image = blurred(canvas.image, canvas.unit * 1.5)
    town.bokeh(canvas, town.WARM, 0.9, 55, 3.5)
    sill, x = canvas.down(0.86), canvas.across(canvas.random.uniform(0.25, 0.4))
    frame = ImageChops.lighter(
        canvas.box(0, sill, canvas.width, canvas.height), canvas.box(canvas.across(0.62), 0, canvas.across(0.64), sill)
    )
    canvas.paint((24, 17, 18), frame)
    canvas.shine(rgb(town.WARM[0]), scaled(canvas.box(0, sill, canvas.width, sill + canvas.unit * 0.4), 0.35))
    figures.cat(canvas, (13, 11, 15), x, sill + canvas.unit * 0.3, canvas.unit * 40)


def shrine(canvas: Canvas, at: Light) -> None:
    sky(canvas, at, 0.6, 0.55, 0.5)
    land.mountains(canvas, at, 0.56, 2)
    town.gate(canvas, at, canvas.across(0.5), canvas.down(0.68), canvas.unit * 38)
    water.mirror(canvas, 0.68, 0.7, 0.12)


def lantern_night(canvas: Canvas) -> None:
    at = light.NIGHT._replace(horizon=rgb("6a3f3a"), haze=rgb("3a2f45"))
    sky(canvas, at, 0.75, 0.2)
    land.mountains(canvas, at, 0.7, 2)
    town.lanterns(canvas, 0.74)
    water.mirror(canvas, 0.78, 0.8, 0.15)


def blossom(canvas: Canvas, ground: str, petals: str) -> None:
    canvas.paint(
        tinted(
            canvas.noise(canvas.unit * 45, 3),
            [(0, mixed(rgb(ground), (30, 40, 40), 0.4)), (1, mixed(rgb(ground), (255, 250, 240), 0.45))],
        )
    )
    town.bokeh(canvas, (petals, "ffffff", ground), 1.0, 34, 8.0)
    canvas.image = blurred(canvas.image, canvas.unit)
    figures.blossoms(canvas, petals)


def silhouette(canvas: Canvas, at: Light, hair: str) -> None:
    """A person from the side, before the light."""
    facing = canvas.random.choice((-1, 1))
    sky(canvas, at, 0.9, 0.6, 0.5 + 0.2 * facing)
    shape = figures.head(canvas, canvas.unit * 82, canvas.across(0.5 - 0.08 * facing), hair, facing)
    canvas.paint(tinted(ramp(canvas.size, 0.2, 1), [(0, mixed(at.shadow, at.haze, 0.16)), (1, at.shadow)]), shape)
    rim = ImageChops.subtract(
        shape,
        ImageChops.offset(
            blurred(shape, canvas.unit * 0.5), -facing * round(canvas.unit * 0.7), round(canvas.unit * 0.2)
        ),
    )
    canvas.shine(at.source, scaled(rim, 0.8), canvas.unit * 0.12)


def double_exposure(canvas: Canvas, at: Light, hair: str, paper: str = "eeeae2") -> None:
    """A person from the side, in whom there is a landscape."""
    lake(canvas, at, 0.6)
    inside = canvas.image
    canvas.image = Image.new("RGB", canvas.size, rgb(paper))
    shape = figures.head(canvas, canvas.unit * 90, canvas.across(0.48), hair, canvas.random.choice((-1, 1)))
    fading = ImageChops.multiply(shape, ImageChops.invert(scaled(ramp(canvas.size, 0.72, 1.02), 0.9)))
    canvas.paint(ImageChops.multiply(inside, Image.new("RGB", canvas.size, (226, 222, 222))), fading)


def tea_table(canvas: Canvas, wall: str, wood: str, clay: str) -> None:
    still_lifes.table(canvas, wall, wood, 0.64)
    still_lifes.teapot(canvas, canvas.across(0.42), canvas.down(0.78), canvas.unit * 32, rgb(clay))
    for x, y in ((0.68, 0.84), (0.8, 0.78)):
        still_lifes.turned(
            canvas, still_lifes.CUP, (canvas.across(x), canvas.down(y), canvas.unit * 11), rgb("e6dccb"), 0.5
        )


def worlds(canvas: Canvas, planets: tuple[tuple[str, str, str], ...], rings: bool = False) -> None:
    """Planets among the stars, the first the largest."""
    abstract.nebula(canvas, ("1f2a5a", "4a2a4a"))
    x, y = canvas.random.uniform(0.45, 0.6), canvas.random.uniform(0.5, 0.6)
    for number, tones in enumerate(planets):
        radius = canvas.unit * ((22 if rings else 32), 7, 3)[number]
        abstract.planet(
            canvas,
            canvas.across((x, 0.18, 0.84)[number]),
            canvas.down((y, 0.24, 0.2)[number]),
            radius,
            tones,
            rings and number == 0,
        )

"""Skies: their colours, sun, moon, stars, clouds and northern lights."""

from PIL import Image, ImageChops, ImageFilter

from server.development.painting.canvas import Canvas, blurred, curve, mixed, ramp, relief, scaled, spot, tinted
from server.development.painting.light import Light


def sky(canvas: Canvas, light: Light, horizon: float, clouds: float = 0.5, sun: float | None = None) -> float:
    """
    Paint a sky down to `horizon`, a share of the height, cloudy from 0 to 1, and return where its sun or moon is: at
    `sun`, a share of the width, or anywhere.
    """
    stops = [(0.0, light.zenith), (0.55, light.middle), (1.0, light.horizon)]
    canvas.paint(tinted(ramp(canvas.size, 0, horizon), stops))
    x = canvas.across(canvas.random.uniform(0.2, 0.8) if sun is None else sun)
    if light.is_night:
        stars(canvas, horizon)
        moon(canvas, light, x, canvas.down(horizon * canvas.random.uniform(0.2, 0.45)))
    else:
        glare(canvas, light, x, canvas.down(horizon * canvas.random.uniform(0.72, 0.93)))
    if clouds:
        cover(canvas, light, horizon, clouds)
    return x


def glare(canvas: Canvas, light: Light, x: float, y: float) -> None:
    side = canvas.unit * 100
    canvas.shine(light.horizon, scaled(spot(canvas, x, y, side * 0.75, 1.3), 0.55))
    canvas.shine(light.source, scaled(spot(canvas, x, y, side * 0.28), 0.75))
    disc = canvas.mask(lambda pencil: pencil.ellipse(x, y, side * 0.035, side * 0.035))
    canvas.shine(light.source, disc, canvas.unit * 0.2)


def moon(canvas: Canvas, light: Light, x: float, y: float, size: float = 4.5) -> None:
    radius = canvas.unit * size
    disc = canvas.mask(lambda pencil: pencil.ellipse(x, y, radius, radius))
    canvas.shine(mixed(light.middle, light.source, 0.35), scaled(spot(canvas, x, y, radius * 7), 0.7))
    seas = curve(canvas.noise(radius * 0.9, 4), 0.35, 0.75)
    canvas.paint(tinted(seas, [(0, mixed(light.source, light.middle, 0.35)), (1, light.source)]), disc)


def stars(canvas: Canvas, horizon: float, density: float = 1.0) -> None:
    """Scatter stars of different brightness, fewer towards the horizon."""
    places = canvas.random.randbytes(canvas.width * canvas.height)
    dust = Image.frombytes("L", canvas.size, places)
    faint = ImageChops.multiply(curve(dust, 0.995, 1), curve(canvas.noise(3, 1), 0.76 - 0.06 * density, 0.95))
    fading = ImageChops.invert(ramp(canvas.size, horizon * 0.35, horizon))
    canvas.shine(
        (210, 222, 255), ImageChops.multiply(faint.filter(ImageFilter.GaussianBlur(0.5)).point(lambda v: v * 3), fading)
    )
    for _ in range(round(70 * density)):
        x, y = canvas.random.random() * canvas.width, canvas.random.random() ** 1.4 * canvas.down(horizon)
        radius = canvas.unit * canvas.random.choice((0.1, 0.1, 0.14, 0.22))
        bright = canvas.random.choice(((255, 236, 214), (214, 226, 255), (255, 255, 255)))
        canvas.image.paste(
            bright, (round(x), round(y), round(x) + max(1, round(radius)), round(y) + max(1, round(radius)))
        )


def milky_way(canvas: Canvas, horizon: float) -> None:
    slope, offset = canvas.random.uniform(0.5, 1.2) * canvas.random.choice((-1, 1)), canvas.random.uniform(0.35, 0.65)
    x, y = canvas.across(offset), canvas.down(horizon * 0.5)
    reach = canvas.unit * 100
    ends = [(x - reach, y + reach * slope), (x + reach, y - reach * slope)]
    band = blurred(canvas.lines(canvas.unit * 11, ends), canvas.unit * 8)
    core = blurred(canvas.lines(canvas.unit * 3, ends), canvas.unit * 3)
    dust = canvas.noise(canvas.unit * 16, 6)
    canvas.shine((84, 92, 140), ImageChops.multiply(band, curve(dust, 0.1, 0.8)))
    canvas.shine((214, 180, 168), ImageChops.multiply(core, curve(dust, 0.35, 0.9)))
    canvas.shine(
        (150, 110, 170), scaled(ImageChops.multiply(band, curve(canvas.noise(canvas.unit * 9, 5), 0.5, 1)), 0.6)
    )
    stars(canvas, horizon, 2.5)


def cover(canvas: Canvas, light: Light, horizon: float, amount: float) -> None:
    """Paint clouds, flatter and smaller towards the horizon, whose lit side is above."""
    middle = max(0.01, horizon * 0.55)
    for cell, stretch, top, bottom in ((26, 2.2, 0.0, horizon), (9, 5.0, middle, horizon * 1.02)):
        heights = canvas.heights(canvas.unit * cell, 7, stretch)
        density = curve(heights.convert("L"), 0.66 - 0.28 * amount, 0.84 - 0.2 * amount)
        edge = ImageChops.multiply(
            ramp(canvas.size, top - 0.3, top + 0.02), ImageChops.invert(ramp(canvas.size, bottom * 0.86, bottom))
        )
        density = ImageChops.multiply(density, edge)
        lit = blurred(relief(heights, 1.4, (0, -max(3, round(canvas.unit * 0.9)))), canvas.unit * 0.25)
        dark = mixed(light.haze, light.zenith, 0.45)
        colors = tinted(curve(lit, 0.1, 0.9), [(0, dark), (0.5, mixed(dark, light.cloud, 0.55)), (1, light.cloud)])
        canvas.paint(colors, density, 0.92)


def northern_lights(canvas: Canvas, horizon: float) -> None:
    """Hang curtains of green and violet light, brightest at their lower hem."""
    for _ in range(3):
        swell = canvas.noise(canvas.unit * 30, 4).resize((canvas.width, 1)).tobytes()
        base = canvas.down(horizon * canvas.random.uniform(0.45, 0.85))
        swing = canvas.down(horizon * 0.2) / 128
        rays = canvas.noise(canvas.unit * 2, 3).resize((canvas.width, 1)).tobytes()
        strip = Image.new("L", canvas.size)
        height = round(canvas.down(horizon * 0.62))
        fall = ramp((2, height), 0.0, 1.0).point([round(v * v / 255) for v in range(256)])
        for x in range(0, canvas.width, 2):
            hem = base + (swell[x] - 128) * swing
            strip.paste(scaled(fall, 0.25 + rays[x] / 340), (x, round(hem) - height))
        strip = strip.filter(ImageFilter.GaussianBlur(canvas.unit * 0.5))
        canvas.shine((40, 215, 130), scaled(strip, 0.75))
        canvas.shine((120, 50, 190), scaled(ImageChops.offset(strip, 0, -round(height * 0.35)), 0.3))


def snowfall(canvas: Canvas) -> None:
    """Let snow fall: small flakes far away, and large ones out of focus."""
    for cell, radius, strength in ((0.5, 0.0, 0.5), (1.1, 0.2, 0.8), (2.4, 0.6, 0.75)):
        flakes = curve(canvas.noise(canvas.unit * cell, 1), 0.84, 0.97)
        canvas.shine((250, 252, 255), scaled(blurred(flakes, canvas.unit * radius), strength))

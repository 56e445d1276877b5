"""Water: seas, lakes, and what is below their surface."""

import math

from PIL import Image, ImageChops, ImageFilter, ImageOps

from server.development.painting.canvas import (
    Canvas,
    blurred,
    curve,
    mixed,
    outline,
    ramp,
    relief,
    rgb,
    scaled,
    smooth,
    spot,
    tinted,
)
from server.development.painting.light import Light

BELL = """
-.5,0 -.46,-.2 -.3,-.4 0,-.48 .3,-.4 .46,-.2 .5,0 .44,.08 .36,.03 .25,.1 .13,.04 0,.11 -.13,.04 -.25,.1 -.36,.03
-.44,.08
"""


def mirror(canvas: Canvas, horizon: float, roughness: float = 1.0, darker: float = 0.25) -> None:
    """Have the water below `horizon` reflect what is above it, broken by waves that grow towards the reader."""
    top = round(canvas.down(horizon))
    size = width, depth = canvas.width, canvas.height - top
    reflected = ImageOps.flip(canvas.image.crop((0, max(0, top - depth), width, top))).resize(size)
    swing = canvas.noise(canvas.unit * 2, 3).resize((8, canvas.height)).resize((1, canvas.height)).tobytes()
    water = Image.new("RGB", size)
    for y in range(0, depth, 2):
        near = y / depth
        waves = (swing[y] - 128) / 128 * (0.5 + 3 * near) + math.sin(y / (1 + near * 6)) * 0.5 * near
        shift = round(waves * canvas.unit * roughness)
        lift = min(depth - 2, max(0, y + round(shift * 0.6)))
        water.paste(ImageChops.offset(reflected.crop((0, lift, width, lift + 2)), shift, 0), (0, y))
    water = water.filter(ImageFilter.BoxBlur((0.4, canvas.unit * 0.3 * roughness)))
    canvas.image.paste(ImageChops.blend(water, Image.new("RGB", size, (8, 18, 28)), darker), (0, top))


def sea(canvas: Canvas, light: Light, horizon: float, sun: float, swell: float = 0.5, color: str = "1f5566") -> None:
    """Paint a sea with waves, larger towards the reader, and the glitter of the sun at `sun` on it."""
    near = mixed(light.at(rgb(color), 0.05), light.horizon, 0.14)
    far = mixed(light.at(rgb(color), 0.4), light.horizon, 0.45)
    surface = ramp(canvas.size, horizon - 0.001, horizon + 0.003)
    stops = [(0.0, far), (0.35, mixed(far, near, 0.6)), (1.0, mixed(near, light.shadow, 0.35))]
    canvas.paint(tinted(ramp(canvas.size, horizon, 1), stops), surface)
    waves = wave_field(canvas, horizon, swell)
    canvas.shade(waves, 1, surface)
    crests = ImageChops.multiply(curve(waves, 0.6, 0.95), surface)
    canvas.paint(mixed(light.horizon, light.cloud, 0.5), crests, 0.25 + 0.45 * swell)
    path = canvas.polygon(outline("-2,0 2,0 17,100 -17,100", sun, canvas.down(horizon), canvas.unit))
    glitter = ImageChops.multiply(blurred(path, canvas.unit * 4), curve(waves, 0.42, 0.75))
    canvas.shine(light.source, scaled(ImageChops.multiply(glitter, surface), 0.95 - 0.4 * swell))


def wave_field(canvas: Canvas, horizon: float, swell: float) -> Image.Image:
    """How the light falls on the waves, in bands that are wider apart towards the reader."""
    field = Image.new("L", canvas.size, 128)
    top, depth = horizon, 0.012
    while top < 1:
        near = (top - horizon) / (1 - horizon)
        cell = canvas.unit * (0.35 + near * (5 + 6 * swell))
        band = relief(canvas.heights(cell, 5, 5.5 - 2 * swell), 0.5 + 1.6 * swell, (0, -max(1, round(cell * 0.12))))
        field.paste(band, (0, 0), ramp(canvas.size, top - depth * 0.5, top + depth * 0.5))
        top, depth = top + depth, depth * 1.55
    return field


def surf(canvas: Canvas, light: Light, horizon: float, sand: str = "c8a47c") -> None:
    """Paint a beach at the bottom, with foam where the waves run out."""
    level, slope = horizon + (1 - horizon) * 0.55, canvas.random.uniform(-0.12, 0.12)
    bays = canvas.noise(canvas.unit * 12, 5, 3).resize((canvas.width, 1)).tobytes()

    def shore(offset: float) -> Image.Image:
        edge = [
            (x, canvas.down(level + offset + slope * (x / canvas.width - 0.5)) + (bays[x] - 128) * canvas.unit * 0.04)
            for x in range(0, canvas.width, 4)
        ]
        return canvas.polygon([*edge, (canvas.width, edge[-1][1]), (canvas.width, canvas.height), (0, canvas.height)])

    wet, dry, foam = (shore(offset) for offset in (0.0, 0.1, -0.025))
    froth = curve(canvas.noise(canvas.unit * 2.5, 5, 2.5), 0.3, 0.6)
    canvas.paint(
        mixed((255, 255, 255), light.horizon, 0.3), ImageChops.multiply(blurred(foam, canvas.unit * 0.5), froth), 0.9
    )
    tone, mask, dry = light.at(rgb(sand), 0.0), blurred(wet, canvas.unit * 0.4), blurred(dry, canvas.unit * 3)
    canvas.paint(mixed(tone, light.horizon, 0.3), mask, 0.82)
    canvas.paint(mixed(tone, light.shadow, 0.25), ImageChops.multiply(mask, ImageChops.invert(dry)), 0.55)
    grain = relief(canvas.heights(canvas.unit * 1.2, 5, 1.8), 0.5, (-1, -1))
    canvas.paint(tinted(grain, [(0, mixed(tone, light.shadow, 0.3)), (1, mixed(tone, light.source, 0.45))]), dry, 0.85)


def depths(canvas: Canvas, top: str = "4fb7c9", middle: str = "0c4f78", bottom: str = "04142b") -> None:
    """Paint water seen from below its surface, with beams of light that fall into it."""
    canvas.paint(tinted(ramp(canvas.size), [(0, rgb(top)), (0.35, rgb(middle)), (1, rgb(bottom))]))
    x = canvas.across(canvas.random.uniform(0.3, 0.7))
    rays = []
    for _ in range(16):
        angle, wide = canvas.random.uniform(-0.9, 0.9), canvas.random.uniform(0.01, 0.06)
        text = f"0,0 {math.sin(angle - wide)},1 {math.sin(angle + wide)},1"
        rays.append(outline(text, x + angle * canvas.unit * 10, -10, canvas.height * canvas.random.uniform(0.7, 1.4)))
    falling = ImageChops.multiply(
        blurred(canvas.polygon(*rays), canvas.unit * 1.4), ImageChops.invert(ramp(canvas.size, 0, 0.9))
    )
    canvas.shine((150, 225, 235), scaled(falling, 0.35))
    canvas.shine((200, 245, 250), scaled(spot(canvas, x, 0, canvas.unit * 40, 1.5), 0.7))
    canvas.shine((190, 230, 240), scaled(curve(canvas.noise(canvas.unit * 0.6, 2), 0.9, 1), 0.22))


def jellyfish(canvas: Canvas, x: float, y: float, size: float, color: str) -> None:
    """Paint a glowing jellyfish, its bell `size` wide."""
    tone, white = rgb(color), (255, 255, 255)
    tilt = canvas.random.uniform(-0.35, 0.35)
    arms = []
    for arm in range(15):
        start, phase, length = (arm / 14 - 0.5) * 0.85, canvas.random.uniform(0, 6), canvas.random.uniform(1.1, 2.6)
        swing = [start + math.sin(t / 5 + phase) * 0.05 * (1 + t / 9) + tilt * t / 20 * length for t in range(21)]
        arms.append([(x + across * size, y + t / 20 * length * size) for t, across in enumerate(swing)])
    ending = ImageChops.invert(ramp(canvas.size, y / canvas.height, (y + size * 2.4) / canvas.height))
    canvas.shine(tone, scaled(spot(canvas, x, y, size * 1.5), 0.4))
    canvas.shine(
        mixed(tone, white, 0.3), scaled(ImageChops.multiply(canvas.lines(canvas.unit * 0.16, *arms), ending), 0.6)
    )
    body = blurred(canvas.polygon(smooth(outline(BELL, x, y, size))), canvas.unit * 0.25)
    canvas.shine(tone, scaled(body, 0.55))
    rim = ImageChops.subtract(body, ImageChops.offset(blurred(body, size * 0.06), 0, round(size * 0.05)))
    canvas.shine(mixed(tone, white, 0.65), rim, canvas.unit * 0.2)
    canvas.shine(
        white, scaled(ImageChops.multiply(spot(canvas, x - size * 0.1, y - size * 0.2, size * 0.4), body), 0.5)
    )

"""What a finished scene looks as if it were made with: film, watercolour, oil, ink, charcoal, pixels."""

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from server.development.painting.abstract import warped
from server.development.painting.canvas import Canvas, blurred, curve, outline, relief, scaled, spot, tinted

SEAL = tuple(
    f"{x},{y} {x + 0.26},{y} {x + 0.26},{y + 0.1} {x},{y + 0.1}" for x in (0.16, 0.56) for y in (0.14, 0.41, 0.68)
)


def film(canvas: Canvas, grain: int = 10, bloom: float = 0.3) -> None:
    """As a camera sees it: bright parts glow, corners are darker, and there is grain."""
    bright = curve(ImageOps.grayscale(canvas.image), 0.62, 1.0)
    glow = ImageChops.multiply(canvas.image, Image.merge("RGB", (bright, bright, bright)))
    soft = blurred_colors(glow, canvas.unit * 2.5)
    canvas.image = ImageChops.screen(canvas.image, ImageEnhance.Brightness(soft).enhance(bloom))
    corners = ImageChops.invert(
        spot(canvas, canvas.width / 2, canvas.height / 2, canvas.height * 1.15, canvas.width / canvas.height)
    )
    canvas.paint((0, 0, 0), corners, 0.42)
    sprinkle(canvas, grain)


def blurred_colors(image: Image.Image, radius: float) -> Image.Image:
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(image.size, Image.Resampling.BICUBIC)


def sprinkle(canvas: Canvas, amount: int) -> None:
    """Add grain of up to `amount` of 255, a little softer than single pixels."""
    dust = Image.frombytes("L", canvas.size, canvas.random.randbytes(canvas.width * canvas.height))
    dust = scaled(dust.filter(ImageFilter.GaussianBlur(0.45)), amount * 2 / 255)
    canvas.image = ImageChops.add(canvas.image, Image.merge("RGB", (dust, dust, dust)), 1, -amount)


def clean(canvas: Canvas) -> None:
    """As a renderer leaves it: just enough grain that no gradient shows its steps."""
    sprinkle(canvas, 3)


def watercolor(canvas: Canvas) -> None:
    """In washes that run at their edges, on rough paper that stays white around them."""
    image = warped(canvas, simplified(canvas.image, 5), canvas.unit * 0.5, 60)
    pale = ImageChops.screen(image, Image.new("RGB", canvas.size, (46, 44, 42)))
    canvas.image = ImageEnhance.Color(pale).enhance(1.15)
    canvas.shade(canvas.noise(canvas.unit * 9, 6), 0.35)
    edges = ImageOps.grayscale(image).filter(ImageFilter.FIND_EDGES).filter(ImageFilter.BoxBlur(1))
    canvas.paint((52, 50, 66), scaled(curve(ImageOps.autocontrast(edges), 0.1, 0.8), 0.3))
    margin = canvas.unit * 4
    inner = canvas.box(margin, margin, canvas.width - margin, canvas.height - margin)
    rough = ImageChops.blend(blurred(inner, canvas.unit * 1.6), canvas.noise(canvas.unit * 5, 6), 0.3)
    canvas.paint((250, 247, 240), curve(rough, 0.52, 0.44))
    canvas.shade(relief(canvas.heights(canvas.unit * 0.8, 3), 0.3, (-1, -1)), 0.75)


def simplified(image: Image.Image, size: int) -> Image.Image:
    """The image in patches of one colour, `size` times two pixels wide."""
    small = image.reduce(2).filter(ImageFilter.ModeFilter(size))
    return small.resize(image.size, Image.Resampling.BICUBIC)


def oil(canvas: Canvas) -> None:
    """In strokes of thick paint."""
    source = canvas.image
    for cells, strength in ((30, 0.3), (70, 0.25)):
        source = warped(canvas, source, canvas.unit * strength, cells)
    canvas.image = ImageEnhance.Color(simplified(source, 5)).enhance(1.25)
    strokes = ImageChops.blend(canvas.noise(canvas.unit * 1.6, 3, 2.4), ImageOps.grayscale(canvas.image), 0.35)
    canvas.shade(relief(strokes.convert("F"), 0.9, (-1, -2)), 0.85)


def ink(canvas: Canvas) -> None:
    """In black ink on rice paper, with a red seal."""
    grey = ImageOps.autocontrast(ImageOps.grayscale(canvas.image), cutoff=1)
    wash = ImageChops.add(grey, scaled(canvas.noise(canvas.unit * 7, 6), 0.22), 1, -12)
    stops = [(0.0, (28, 28, 32)), (0.5, (128, 128, 126)), (0.86, (232, 227, 214)), (1.0, (241, 236, 223))]
    canvas.image = tinted(wash.filter(ImageFilter.BoxBlur(0.7)), stops)
    canvas.shade(relief(canvas.heights(canvas.unit, 4, 4), 0.16, (-1, -1)), 0.7)
    place = canvas.across(0.9), canvas.down(0.86), canvas.unit * 4.5
    square = canvas.polygon(outline("0,0 1,0 1,1 0,1", *place))
    strokes = canvas.polygon(*(outline(stroke, *place) for stroke in SEAL))
    worn = curve(canvas.noise(canvas.unit * 0.6, 2), 0.05, 0.35)
    canvas.paint((178, 38, 30), ImageChops.multiply(ImageChops.subtract(square, strokes), worn), 0.88)


def charcoal(canvas: Canvas) -> None:
    """In strokes of charcoal on grained paper."""
    grey = ImageOps.autocontrast(ImageOps.grayscale(canvas.image), cutoff=2)
    tooth = canvas.noise(canvas.unit * 0.45, 2)
    hatching = canvas.noise(canvas.unit * 0.5, 2, 14).rotate(38, Image.Resampling.BILINEAR)
    texture = ImageChops.blend(tooth, hatching, 0.3)
    drawn = ImageChops.add(grey, texture, 1, -105)
    edges = ImageOps.autocontrast(grey.filter(ImageFilter.GaussianBlur(1.5)).filter(ImageFilter.FIND_EDGES)).filter(
        ImageFilter.GaussianBlur(0.8)
    )
    canvas.image = tinted(
        ImageChops.subtract(curve(drawn, 0.02, 0.9), scaled(edges, 0.9)),
        [(0, (30, 29, 30)), (0.6, (150, 145, 140)), (1, (238, 232, 222))],
    )
    frame = canvas.mask(
        lambda pencil: pencil.box(
            canvas.unit * 5, canvas.unit * 5, canvas.width - canvas.unit * 5, canvas.height - canvas.unit * 5
        )
    )
    fade = curve(ImageChops.add(blurred(frame, canvas.unit * 4), tooth, 2), 0.42, 0.62)
    canvas.image = Image.composite(canvas.image, Image.new("RGB", canvas.size, (238, 232, 222)), fade)
    sprinkle(canvas, 7)


def black_and_white(canvas: Canvas) -> None:
    grey = ImageOps.autocontrast(ImageOps.grayscale(canvas.image), cutoff=0.5)
    canvas.image = tinted(curve(grey, -0.12, 1.08), [(0, (12, 12, 13)), (1, (246, 244, 240))])
    film(canvas, 26, 0.2)


def faded(canvas: Canvas) -> None:
    """As a print of the 1970s: warm, pale, its blacks brown, a leak of light at one side."""
    canvas.image = ImageEnhance.Color(canvas.image).enhance(0.72)
    canvas.image = ImageChops.screen(
        ImageChops.multiply(canvas.image, Image.new("RGB", canvas.size, (255, 240, 206))),
        Image.new("RGB", canvas.size, (40, 26, 30)),
    )
    canvas.shine(
        (255, 110, 40),
        scaled(
            spot(
                canvas,
                canvas.across(canvas.random.choice((0.0, 1.0))),
                canvas.down(canvas.random.random()),
                canvas.unit * 40,
            ),
            0.55,
        ),
    )
    film(canvas, 24, 0.35)

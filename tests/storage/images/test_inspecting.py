import asyncio
import base64
import gc
import hashlib
import io
import os
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import thumbhash
from PIL import ExifTags, Image, ImageDraw

from benchmarks.memory import descendants
from resolvers.images import inspected_image as images
from storage.images.decoder_process import Decoder, answer_from
from storage.images.decoders import QUICK_MEMORY_LIMIT, QUICK_TIME_LIMIT
from storage.images.decoders import quick as quick_decoders
from storage.images.image_content import ImageContent, InvalidImage
from tests.storage.images.attacks import SCATTERED, chunk

CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
ANIMATED = ["PNG", "WEBP", "GIF", "AVIF"]


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Draw an image whose left half is red and right half blue, with a white diagonal."""
    image = Image.new("RGB", (width, height), "blue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height), "red")
    draw.line((0, 0, width, height), "white", width=2)
    return image.convert(mode)


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def animation(kind: str, frames: int = 4) -> bytes:
    images = [picture().rotate(10 * number) for number in range(frames)]
    return encode(images[0], kind, save_all=True, append_images=images[1:], duration=40)


STILLS = {kind: encode(picture(), kind) for kind in CONTENT_TYPES}
ANIMATIONS = {kind: animation(kind) for kind in ANIMATED}
IMAGES = [*STILLS.values(), *ANIMATIONS.values()]


def open_thumbnail(data: bytes) -> Image.Image:
    thumbnail = Image.open(io.BytesIO(data))
    assert thumbnail.format == "WEBP"
    thumbnail.load()
    return thumbnail


@pytest.mark.parametrize(("kind", "data"), [*STILLS.items(), *ANIMATIONS.items()])
async def test_an_image_of_each_kind_is_described(kind: str, data: bytes) -> None:
    content = await inspect(data)
    assert content.content_type == CONTENT_TYPES[kind]
    assert (content.width, content.height) == (60, 40)
    assert content.size == len(data)
    assert content.sha256 == hashlib.sha256(data).hexdigest()
    assert open_thumbnail(content.thumbnail).size == (60, 40)
    width, height, pixels = thumbhash.thumb_hash_to_rgba(base64.b64decode(content.thumb_hash))
    assert len(pixels) == width * height * 4
    assert width > height


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_orientation_is_applied(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    content = await inspect(encode(picture(), kind, exif=exif))
    assert (content.width, content.height) == (40, 60)
    thumbnail = open_thumbnail(content.thumbnail)
    assert thumbnail.size == (40, 60)
    assert not thumbnail.getexif()
    red, _, blue = thumbnail.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 60 > blue


async def test_a_picture_of_a_telephone_is_a_jpeg() -> None:
    data = encode(picture(), "MPO", save_all=True, append_images=[picture(30, 20)])
    content = await inspect(data)
    assert (content.content_type, content.width, content.height) == ("image/jpeg", 60, 40)


async def test_a_thumbnail_is_transparent_where_the_image_is() -> None:
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((20, 0, 40, 40), (0, 255, 0, 255))
    content = await inspect(encode(image, "PNG"))
    thumbnail = open_thumbnail(content.thumbnail)
    assert thumbnail.mode == "RGBA"
    assert thumbnail.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert thumbnail.getpixel((35, 5))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
async def test_pixels_of_every_mode_are_shown(mode: str) -> None:
    image = Image.new("I;16", (60, 40), 128 * 256) if mode == "I;16" else Image.new("RGB", (60, 40), (128,) * 3)
    content = await inspect(encode(image if mode == "I;16" else image.convert(mode), "PNG"))
    pixel = open_thumbnail(content.thumbnail).resize((1, 1)).convert("L").getpixel((0, 0))
    assert abs(pixel - 128) < 10  # type: ignore[operator]


@pytest.mark.parametrize(
    ("size", "thumbnail"),
    [
        ((2000, 1000), (512, 256)),
        ((300, 600), (256, 512)),
        ((100, 50), (100, 50)),
        ((9000, 1), (512, 1)),
        ((1, 1), (1, 1)),
    ],
)
async def test_the_thumbnail_fits_and_is_never_enlarged(size: tuple[int, int], thumbnail: tuple[int, int]) -> None:
    content = await inspect(encode(Image.new("RGB", size, "green"), "PNG"))
    assert (content.width, content.height) == size
    assert open_thumbnail(content.thumbnail).size == thumbnail


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("data", IMAGES, ids=[*STILLS, *(f"moving {kind}" for kind in ANIMATIONS)])
async def test_a_truncated_image_is_refused(data: bytes, share: float) -> None:
    with pytest.raises(InvalidImage):
        await inspect(data[: int(len(data) * share)])


async def test_a_gif_that_ends_between_two_frames_is_refused() -> None:
    with pytest.raises(InvalidImage, match="incomplete"):
        await inspect(ANIMATIONS["GIF"][:-1])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_pixels_count_over_all_frames(kind: str) -> None:
    # Grey, and hardly compressed, which is much faster.
    frames = [
        Image.new("L", (2500, 2000), 40 * number).convert("RGB" if kind == "WEBP" else "L") for number in range(6)
    ]
    quickly: dict[str, Any] = {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}[kind]
    few = frames[:2] if kind == "WEBP" else frames[:3]
    content = await inspect(encode(few[0], kind, save_all=True, append_images=few[1:], **quickly))
    assert (content.width, content.height) == (2500, 2000)
    many = encode(frames[0], kind, save_all=True, append_images=frames[1:] * 2, **quickly)
    with pytest.raises(InvalidImage, match="counting the pixels of every frame"):
        await inspect(many)


@pytest.mark.parametrize("name", SCATTERED)
async def test_parts_are_limited(name: str) -> None:
    with pytest.raises(InvalidImage, match="too many parts"):
        await inspect(SCATTERED[name]())


async def test_the_file_stays_open_and_rewound() -> None:
    with tempfile.SpooledTemporaryFile() as file:
        file.write(STILLS["WEBP"])
        for place in (0, 5, len(STILLS["WEBP"])):
            file.seek(place)
            await images.inspect(file)  # type: ignore[arg-type]
            assert file.read() == STILLS["WEBP"]


@pytest.mark.slow
async def test_a_user_who_sends_slow_images_delays_no_other_user() -> None:
    slow, attacker, user = encode(Image.effect_noise((3000, 2000), 50), "PNG", compress_level=1), uuid4(), uuid4()
    attack = [asyncio.create_task(inspect(slow, attacker)) for _ in range(6)]
    await asyncio.sleep(0)
    for _ in range(3):
        await inspect(STILLS["PNG"], user)
    inspected = sum(task.done() for task in attack)
    await asyncio.gather(*attack)
    assert inspected < 3


@pytest.mark.slow
async def test_slow_images_delay_no_small_image() -> None:
    data = encode(Image.new("L", (7000, 7000)), "PNG", compress_level=1)
    large = [asyncio.create_task(inspect(data, uuid4())) for _ in range(2)]
    await asyncio.sleep(0.1)
    await inspect(STILLS["PNG"], uuid4())
    inspected = sum(task.done() for task in large)
    assert {(content.width, content.height) for content in await asyncio.gather(*large)} == {(7000, 7000)}
    assert inspected < 2


def decoders() -> int:
    """The processes of this one that decode, with the one that they are forked from."""
    commands = (Path(f"/proc/{one}/cmdline") for one in descendants(os.getpid()))
    return sum(b"multiprocessing.forkserver" in command.read_bytes() for command in commands if command.exists())


async def test_a_decoder_ends_after_its_image() -> None:
    waiting = await waiting_process()
    await inspect(STILLS["PNG"])
    await until(lambda: not is_running(waiting))


async def test_images_that_are_refused_leave_nothing_open() -> None:
    await inspect(STILLS["PNG"])
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - it is quick
    gc.disable()  # as if garbage were collected later
    try:
        for _ in range(10):
            with pytest.raises(InvalidImage):
                await inspect(b"no image")
        assert len(os.listdir("/proc/self/fd")) < before + 10  # noqa: PTH208
    finally:
        gc.enable()


@pytest.mark.slow
async def test_clients_that_disconnect_leave_at_most_two_decoders() -> None:
    await inspect(STILLS["PNG"])
    before = decoders()
    slow, most = encode(Image.effect_noise((3000, 2000), 50), "PNG", compress_level=1), 0
    sender, gone = uuid4(), []
    for _ in range(4):
        gone.append(asyncio.create_task(inspect(slow, sender)))
        await asyncio.sleep(0.03)
        gone[-1].cancel()
        most = max(most, decoders() - before)
    await asyncio.gather(*gone, return_exceptions=True)
    assert all(task.cancelled() for task in gone)
    assert most <= 2


async def test_an_image_is_decoded_though_the_spare_process_was_killed() -> None:
    waiting = await waiting_process()
    os.kill(waiting, signal.SIGKILL)
    content = await inspect(STILLS["JPEG"])
    assert content.content_type == "image/jpeg"


@pytest.mark.slow
async def test_the_spare_process_ends_with_a_killed_server() -> None:
    program = (
        "import asyncio, sys, time; sys.path.insert(0, '.'); from tests.storage.images import test_inspecting as it"
    )
    program += "; print(asyncio.run(it.waiting_process()), flush=True); time.sleep(60)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    waiting = int(await process.stdout.readline())
    assert is_running(waiting)
    process.kill()
    await process.wait()
    await until(lambda: not is_running(waiting))


@pytest.mark.slow
async def test_broken_metadata_does_not_fill_the_log() -> None:
    tags = b"".join(struct.pack("<HHII", 1 + tag, 1, 4_000_000, 8) for tag in range(5_000))
    exif = b"II*\0" + struct.pack("<IH", 8, 5_000) + tags + bytes(4)
    broken = STILLS["PNG"][:33] + chunk(b"eXIf", exif) + STILLS["PNG"][33:]
    program = "import asyncio, sys; sys.path.insert(0, '.'); from tests.storage.images import test_inspecting as it"
    program += "; print(asyncio.run(it.inspect(sys.stdin.buffer.read())).content_type)"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=pipe, stdout=pipe, stderr=pipe)
    assert await process.communicate(broken) == (b"image/png\n", b"")


async def waiting_process() -> int:
    """Return the id of the spare process, which is started once an image has been inspected."""
    await inspect(STILLS["PNG"])
    await until(lambda: quick_decoders.spare is not None)
    assert quick_decoders.spare
    assert quick_decoders.spare.process.pid
    return quick_decoders.spare.process.pid


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not found():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def is_running(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def inspect(data: bytes, sender: UUID | None = None) -> ImageContent:
    with tempfile.TemporaryFile() as file:
        file.write(data)
        return await images.inspect(file, sender)


def test_a_forged_answer_runs_no_code(tmp_path: Path) -> None:
    class Forged:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "made",)

    ours, theirs = Pipe()
    theirs.send(Forged())
    with pytest.raises(EOFError):
        answer_from(ours)
    assert not (tmp_path / "made").exists()
    theirs.send(InvalidImage("It is broken."))
    assert str(answer_from(ours)) == "It is broken."


def test_a_stopped_decoder_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes no processor time, so that limit does not end it."""
    monkeypatch.setattr("storage.images.decoder_process.LONGEST_ANSWER", 0.3)
    decoder = Decoder(QUICK_MEMORY_LIMIT, QUICK_TIME_LIMIT)
    os.kill(decoder.process.pid or 0, signal.SIGSTOP)
    with tempfile.TemporaryFile() as file:
        file.write(encode(picture(), "PNG"))
        with pytest.raises(InvalidImage):
            decoder.decode(file)

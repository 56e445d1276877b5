"""Makes image files, and reads what they say by exiftool, which is not ours."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image


def encoded(
    image_format: str, mode: str = "RGB", frames: int = 1, size: tuple[int, int] = (61, 40), **options: Any
) -> bytes:
    first, *more = (Image.effect_noise(size, 60 + n).convert(mode) for n in range(frames))
    if more:
        options |= {"save_all": True, "append_images": more}
    file = io.BytesIO()
    first.save(file, image_format, **options)
    return file.getvalue()


def by_exiftool(content: bytes, directory: Path) -> dict[str, Any]:
    file = directory / "image"
    file.write_bytes(content)
    asked = ["exiftool", "-json", "-G1", "-validate", "-warning", "-a", "-XMP:all", "-IFD0:all", str(file)]
    [found] = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    return {name.lower(): value for name, value in found.items()}

"""The program that draws one picture: `python -m assessments.drawing.artist SOURCE TARGET MEDIA-TYPE [PAGE]`.

With a page, counted from 1, that page of a PDF is drawn large enough to be read; else a small preview.
"""

import resource
import sys
from pathlib import Path

WIDTH, HEIGHT = 640, 640
LEGIBLE = 1640
"""The longer side of a page to read: some 140 points an inch on A4."""
MOST_PIXELS = 50_000_000
"""Of a picture: more than a telephone's camera takes."""
MEMORY = 900 * 1024**2
PROCESSOR_SECONDS = 10
MOST_WRITTEN = 10_000_000

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}


def limit() -> None:
    """Bound what this process may use; it cannot take that back."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def draw_picture(source: Path, target: Path, media_type: str) -> None:
    """Draw a picture, of one format and no other, the right way up and without what it says of its maker."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - after the limits are set

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses what is twice as large
    with Image.open(source, formats=[FORMATS[media_type]]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (WIDTH * 2, HEIGHT * 2))
        picture.thumbnail((WIDTH, HEIGHT))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        _save(upright, target)


def draw_page(source: Path, target: Path, number: int = 1, side: int = WIDTH) -> None:
    """Draw a page of a PDF into a square of this side; the library runs no scripts and fetches nothing."""
    import pypdfium2  # noqa: PLC0415 - after the limits are set

    with pypdfium2.PdfDocument(source) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(side / max(width, height, 1), 4)
        _save(page.render(scale=scale).to_pil().convert("RGBA"), target)


def _save(picture: object, target: Path) -> None:
    """A new picture of the same points: nothing else of the file comes along."""
    from PIL import Image  # noqa: PLC0415 - after the limits are set

    fresh = Image.new("RGB", picture.size, "white")  # type: ignore[attr-defined]
    fresh.paste(picture, (0, 0), picture)  # type: ignore[arg-type]
    fresh.save(target, "PNG", optimize=True)


def main(arguments: list[str]) -> None:
    """Draw one preview, or fail."""
    source, target, media_type, *page = Path(arguments[0]), Path(arguments[1]), *arguments[2:]
    limit()
    if page:
        draw_page(source, target, int(page[0]), LEGIBLE)
    elif media_type == "application/pdf":
        draw_page(source, target)
    else:
        draw_picture(source, target, media_type)


if __name__ == "__main__":
    main(sys.argv[1:])

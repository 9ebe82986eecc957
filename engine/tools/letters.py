"""Every letter of the files of facts, short, long and at its extreme, as PDF, and a contact sheet of each length."""

import math
import time
from pathlib import Path
from typing import Any

import click
import pypdfium2
from PIL import Image, ImageDraw

from engine import resources
from engine.letters import LetterRenderer
from engine.tools.letter_files import Sample, read, variants

THUMBNAIL = 210
LENGTHS = ("short", "long", "extreme")


@click.command()
@click.argument("facts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--fonts", type=click.Path(path_type=Path), default=Path("build/fonts"))
def main(facts: Path, target: Path, fonts: Path) -> None:
    """Print every letter of the files in FACTS, short, long and extreme, into TARGET, with contact sheets."""
    renderer = LetterRenderer(resources.folder("reply_templates"), fonts)
    samples = [sample for path in sorted(facts.glob("*.yaml")) for sample in read(path)]
    target.mkdir(parents=True, exist_ok=True)
    for length, letters in zip(LENGTHS, zip(*map(variants, samples), strict=True), strict=True):
        written = [_write(renderer, letter, target) for letter in letters]
        pages = contact_sheet(written, target / f"contact-{length}.png")
        click.echo(f"{len(written)} letters, {pages} pages: {target}/contact-{length}.png")


def _write(renderer: LetterRenderer, sample: Sample, target: Path) -> Path:
    started = time.monotonic()
    path = target / f"{sample.name}.pdf"
    path.write_bytes(renderer.pdf(sample.template, sample.facts))
    click.echo(f"{path.name:48}{(time.monotonic() - started) * 1000:6.0f} ms {path.stat().st_size / 1000:6.0f} kB")
    return path


def contact_sheet(letters: list[Path], target: Path) -> int:
    """One picture with a thumbnail of each page, named by its file; answers how many pages there are."""
    thumbnails: list[tuple[str, Any]] = []
    for path in letters:
        document = pypdfium2.PdfDocument(path)
        thumbnails += [
            (f"{path.stem} {number}", page.render(scale=THUMBNAIL / max(page.get_size()) * math.sqrt(2)).to_pil())
            for number, page in enumerate(document, start=1)
        ]
    columns, width, height = 12, round(THUMBNAIL * math.sqrt(2)) + 10, round(THUMBNAIL * math.sqrt(2)) + 24
    sheet = Image.new("RGB", (columns * width, math.ceil(len(thumbnails) / columns) * height), "#888")
    for place, (caption, picture) in enumerate(thumbnails):
        left, top = place % columns * width + 5, place // columns * height + 18
        sheet.paste(picture, (left, top))
        ImageDraw.Draw(sheet).text((left, top - 14), caption, fill="white")
    sheet.save(target)
    return len(thumbnails)


if __name__ == "__main__":
    main()

"""Many letters in one process: memory, size and time of each, beside a bare layout run over the same pages."""

import dataclasses
import gc
import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path

import click
from weasyprint import HTML

from engine import resources
from engine.letters import LetterRenderer
from engine.letters.render import PDF_VARIANT
from engine.tools.letter_files import Sample, read

ROUNDS = 2  # every sample so often, until the caches of fonts and templates are filled
TOGETHER = 50
"""Letters between two collections: a layout is full of cycles, and when Python finds them by itself is no growth."""

MEGABYTE = 1_000_000


@click.command()
@click.argument("facts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--count", default=500, show_default=True, help="how many letters")
@click.option("--fonts", type=click.Path(path_type=Path), default=Path("build/fonts"))
def main(facts: Path, count: int, fonts: Path) -> None:
    """Print COUNT letters of all kinds one after another; exit 1 when memory grows or one is too large or slow."""
    renderer = LetterRenderer(resources.folder("reply_templates"), fonts)
    samples = [sample for path in sorted(facts.glob("*.yaml")) for sample in read(path)]
    settled = ROUNDS * len(samples)
    letters = enumerate(itertools.islice(itertools.cycle(samples), settled + count), start=1)
    largest = max(len(_print(renderer, sample, number)) for number, sample in itertools.islice(letters, settled))
    before, started = _resident(), time.process_time()
    largest = max(largest, *(len(_print(renderer, sample, number)) for number, sample in letters))
    each, after = (time.process_time() - started) / count * 1000, _resident()
    growth, ratio = after - before, _ratio(renderer, samples[:10])
    click.echo(
        f"{count} letters: {each:.0f} ms each, {ratio:.2f} times the bare layout; largest {largest / 1000:.0f} kB"
    )
    click.echo(f"memory {before:.0f} MB after {settled} letters, {after:.0f} MB after all: {growth:+.1f} MB")
    raise SystemExit(0 if growth < 20 and largest < MEGABYTE and ratio <= 1.3 else 1)


def _print(renderer: LetterRenderer, sample: Sample, number: int) -> bytes:
    if number % TOGETHER == 0:
        gc.collect()
    return renderer.pdf(sample.template, dataclasses.replace(sample.facts, case_no=f"2026-{number:04d}"))


def _resident() -> float:
    """Megabytes of this process in memory, garbage collected."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def _ratio(renderer: LetterRenderer, samples: list[Sample]) -> float:
    """Our time over that of the layout alone, for the same pages in turn, the best of three."""
    ours, bare = [], []
    for _ in range(3):
        pages = [renderer.html(sample.template, sample.facts) for sample in samples]
        bare.append(_seconds(lambda: [_bare(renderer, page) for page in pages]))  # noqa: B023  # called at once
        ours.append(_seconds(lambda: [renderer.pdf(sample.template, sample.facts) for sample in samples]))
    return min(ours) / min(bare)


def _bare(renderer: LetterRenderer, page: str) -> bytes | None:
    written: bytes | None = HTML(string=page).write_pdf(
        stylesheets=renderer.stylesheets, font_config=renderer.font_configuration, pdf_variant=PDF_VARIANT
    )
    return written


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()

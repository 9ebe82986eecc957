"""Letters from files of facts: each as it stands and lengthened, as PDF, and one contact sheet of all pages."""

import dataclasses
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cattrs.preconf.pyyaml
import click
import yaml

from engine import resources
from engine.letters import LetterRenderer, kind_of
from engine.letters.facts import Agency, ApplicantLetterFacts, LetterFacts, ReplyFacts

CONVERTER = cattrs.preconf.pyyaml.make_converter()
LONG_AGENCY = "江汉自治州云梦泽特别管理区国防动员和人民防空办公室"
LONG_NAME = "江汉自治州云梦泽特别管理区滨江花园小区第三届业主委员会及全体业主共同委托的诉讼代表人喆祎堃龑㛃䶮𬱖𰻝"
LONG_REASON = (
    "本机关就此作了进一步核实：调阅了项目自立项以来的全部案卷，询问了先后经办该项目的工作人员，并与相关单位核对了台账。"
)
THUMBNAIL = 210


@dataclasses.dataclass(frozen=True)
class Sample:
    """One letter to print: what it is called, its template and its facts."""

    name: str
    template: str
    facts: LetterFacts


def read(path: Path) -> Iterator[Sample]:
    """The letters of a facts file, in file order."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["letters"]:
        kind = kind_of(entry["template"])
        yield Sample(entry["name"], entry["template"], CONVERTER.structure(entry["facts"], kind.facts))


def lengthened(sample: Sample) -> Sample:
    """The same letter with long names, many requested items and many words, as an office meets it once a year."""
    facts = sample.facts
    changes: dict[str, Any] = {
        "agency": Agency(name=LONG_AGENCY, contact=facts.agency.contact),
        "attachments": (
            *facts.attachments,
            "所提供信息的清单，列明各件的名称、文号、形成日期、页数和提供形式",
            "邮寄凭证",
        ),
    }
    if isinstance(facts, ApplicantLetterFacts):
        changes |= {"applicant_name": LONG_NAME, "is_organization": True}
    if isinstance(facts, ReplyFacts):
        changes["items"] = tuple(_longer(item) for item in facts.items)
    return Sample(f"{sample.name}_long", sample.template, dataclasses.replace(facts, **changes))


def _longer(item: Any) -> Any:
    more = "\n".join([LONG_REASON] * 4)
    papers = tuple(
        dataclasses.replace(paper, title=f"{paper.title}（第{part}卷）")
        for paper in item.provided
        for part in range(1, 25)
    )
    return dataclasses.replace(item, reasons=f"{item.reasons}\n{more}".strip(), provided=papers)


@click.command()
@click.argument("facts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--fonts", type=click.Path(path_type=Path), default=Path("build/fonts"))
def main(facts: Path, target: Path, fonts: Path) -> None:
    """Print every letter of the files in FACTS, short and long, into TARGET, and contact.png beside them."""
    renderer = LetterRenderer(resources.folder("reply_templates"), fonts)
    samples = [sample for path in sorted(facts.glob("*.yaml")) for sample in read(path)]
    target.mkdir(parents=True, exist_ok=True)
    written = [_write(renderer, each, target) for sample in samples for each in (sample, lengthened(sample))]
    pages = contact_sheet(written, target / "contact.png")
    click.echo(f"{len(written)} letters, {pages} pages: {target}/contact.png")


def _write(renderer: LetterRenderer, sample: Sample, target: Path) -> Path:
    started = time.monotonic()
    path = target / f"{sample.name}.pdf"
    path.write_bytes(renderer.pdf(sample.template, sample.facts))
    click.echo(f"{path.name:48}{(time.monotonic() - started) * 1000:6.0f} ms {path.stat().st_size / 1000:6.0f} kB")
    return path


def contact_sheet(letters: list[Path], target: Path) -> int:
    """One picture with a thumbnail of each page, named by its file; answers how many pages there are."""
    import pypdfium2
    from PIL import Image, ImageDraw

    thumbnails: list[tuple[str, Any]] = []
    for path in letters:
        document = pypdfium2.PdfDocument(path)
        thumbnails += [
            (f"{path.stem} {number}", page.render(scale=THUMBNAIL / page.get_width()).to_pil())
            for number, page in enumerate(document, start=1)
        ]
    columns, width, height = 12, THUMBNAIL + 10, round(THUMBNAIL * math.sqrt(2)) + 24
    sheet = Image.new("RGB", (columns * width, math.ceil(len(thumbnails) / columns) * height), "#888")
    for place, (caption, picture) in enumerate(thumbnails):
        left, top = place % columns * width + 5, place // columns * height + 18
        sheet.paste(picture, (left, top))
        ImageDraw.Draw(sheet).text((left, top - 14), caption, fill="white")
    sheet.save(target)
    return len(thumbnails)


if __name__ == "__main__":
    main()

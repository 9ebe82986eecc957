"""Cases with a published table's figures, walked through the real drawings, give that table again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli import main
from engine.errors import RuleViolation
from engine.rules.annual_report import RemedyGroup, Table4, table_of_counts
from engine.rules.report_form import ReportForm, code_of
from engine.rules.report_json import table3_to, table4_to
from engine.rules.vocabulary import ApplicantKind, ReportRow
from engine.tools import report_replay

PUBLISHED = Path(__file__).parents[1] / "data/annual_reports"
PERSON = ApplicantKind.NATURAL_PERSON


def a_file(folder: Path, year: int, **given: object) -> Path:
    """A table of one case for every row, one carried in and one carried out."""
    form = ReportForm.of_year(year)
    counts = dict.fromkeys(((code_of(row, form), PERSON) for row in ReportRow), 1)
    counts |= {("2", PERSON): 1, ("1", PERSON): len(counts) + 1, ("4", PERSON): 2, ("3.1", ApplicantKind.ENTERPRISE): 1}
    counts |= {("1", ApplicantKind.ENTERPRISE): 1}
    remedies = Table4(RemedyGroup(1, 1, 1, 1, 4), RemedyGroup(), RemedyGroup(1, 0, 0, 1, 2))
    whole = {
        "agency": "某机关", "year": year, "format": form.value,
        "table3": table3_to(table_of_counts(form, counts)), "table4": table4_to(remedies),
    }  # fmt: skip
    place = folder / f"{year}.json"
    place.write_text(json.dumps(whole | given, ensure_ascii=False), encoding="utf-8")
    return place


@pytest.mark.parametrize("year", [2019, 2025])
def test_a_case_for_every_row_gives_the_table_cell_for_cell(tmp_path: Path, year: int) -> None:
    place = a_file(tmp_path, year)
    came, different = report_replay.run(place, workers=1)
    assert different == []
    published = json.loads(place.read_text(encoding="utf-8"))
    assert came.table3 is not None
    assert came.table4 is not None
    assert table3_to(came.table3) == published["table3"]
    assert table4_to(came.table4) == published["table4"]


def test_the_command_writes_the_report_in_the_shape_of_published_data(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    place = PUBLISHED / "wuhan-hanyang-gov-office_2022.json"
    done = CliRunner().invoke(main, ["report", "replay", str(place), "--json", str(out)])
    assert done.exit_code == 0, done.output
    published, came = (json.loads(one.read_text(encoding="utf-8")) for one in (place, out))
    assert came["table3"]["rows"] == published["table3"]["rows"]
    assert came["year"] == 2022


def test_a_table_that_does_not_balance_is_refused_by_name() -> None:
    with pytest.raises(RuleViolation, match="T4-TOTAL"):
        report_replay.run(PUBLISHED / "jinhu-county_2023.json")

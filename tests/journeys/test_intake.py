"""The counter in a real browser: a sheet with a bad cell, mended and registered; a platform's record to its answer."""

from pathlib import Path

import pytest

from tests.commands.test_intake_sheets import GOOD, TRANSFERRED, sheet
from tests.commands.test_transfers import PASTED
from tests.journeys.person import Desk

pytestmark = pytest.mark.browser


def test_a_sheet_is_mended_where_it_is_named_and_comes_in_whole(desk: Desk, tmp_path: Path) -> None:
    registrar = desk.of("dengji")
    registrar.go("/applications/new")
    registrar.click("表格导入")
    desk.look(registrar, "import")
    bad, good = tmp_path / "有错.xlsx", tmp_path / "改好.xlsx"
    bad.write_bytes(sheet({**GOOD, "delivery": "飞鸽"}, TRANSFERRED))
    good.write_bytes(sheet(GOOD, TRANSFERRED))
    registrar.page.set_input_files("#file", bad)
    registrar.click("核对")
    assert "有 1 处问题，一件也没有登记" in registrar.words
    assert "第 2 行" in registrar.words
    desk.look(registrar, "import-faults")
    registrar.page.set_input_files("#file", good)
    registrar.click("核对")
    desk.look(registrar, "import-preview")
    registrar.click("全部登记")
    assert "已登记 2 件" in registrar.words
    desk.look(registrar, "imported")
    assert desk.troubles == []


def test_a_pasted_record_is_registered_and_its_letter_parted(desk: Desk) -> None:
    registrar = desk.of("dengji")
    registrar.go("/applications/new")
    registrar.click("上级平台转入")
    registrar.enter({"record": PASTED})
    registrar.click("读取，填到下面")
    assert registrar.page.locator('[name="items-1-what"]').input_value() == "该工程平时使用证"
    registrar.enter({"platform": "某省统一平台", "delivery": "platform"})
    desk.look(registrar, "transfer")
    registrar.finish()
    registrar.go("/applications/1")
    assert "GK-2026-0031" in registrar.words
    desk.look(registrar, "transferred-case")
    registrar.go("/applications/1/representation")
    desk.look(registrar, "representation")
    assert desk.troubles == []

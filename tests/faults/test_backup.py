"""Last night's copy, restored into an empty database of either kind, is a working office; all can be taken along."""

import base64
import csv
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.commands import dispatch
from engine.errors import DisclosureError
from engine.office import Office
from engine.records import Letter, OpenTask, Unit, database
from engine.records.identity import unseal
from engine.tools import backup, consistency, export
from engine.tools.driver import Driver, SetClock
from tests.conftest import office_on
from tests.postgres import Postgres

NUMBER = "110101199003074610"
MAIL = "From: a@example.org\nSubject: 来信\nMessage-ID: <1@example.org>\n\n请尽快答复。\n".encode()


def _worked(office: Office) -> tuple[int, int]:
    """An office with a closed case and one under way."""
    driver = Driver(office)
    closed, running = driver.register().application_id, driver.register().application_id
    driver.run(closed)
    driver.run(running, until="approve_reply")
    return closed, running


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_restored_copy_is_equal_and_goes_on_working(
    office: Office, clock: SetClock, tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    _, running = _worked(office)
    file = tmp_path / "night.zip"
    backup.backup(office.engine, file, at=clock.now())
    assert file.stat().st_mode & 0o077 == 0
    address = _empty(target, tmp_path, request)
    empty = database.connect(address)
    compared = backup.restore(file, empty)
    empty.dispose()
    assert [each.table for each in compared if not each.is_equal] == []
    assert sum(each.there.rows for each in compared) > 50
    restored = office_on(address, clock)
    assert consistency.faults(restored) == []
    before = _highest_task(restored)
    Driver(restored).run(running)
    assert Driver(restored).open_tasks(running) == []
    assert _letters(restored) == 2
    assert before > 0
    restored.engine.dispose()


def test_a_copy_is_taken_while_somebody_writes_and_shows_one_moment(
    office: Office, driver: Driver, clock: SetClock, tmp_path: Path
) -> None:
    driver.register()
    with office.transaction() as records:
        records.add(Unit(name="正在添加的处室", handles_applications=True))
        records.flush()
        if office.engine.dialect.name == "postgresql":
            backup.backup(office.engine, tmp_path / "during.zip", at=clock.now())
    backup.backup(office.engine, tmp_path / "after.zip", at=clock.now())
    driver.register()
    restored = database.connect(f"sqlite:///{tmp_path / 'restored.db'}")
    compared = backup.restore(tmp_path / "after.zip", restored)
    assert all(each.is_equal for each in compared)
    restored.dispose()


def test_a_damaged_or_strange_file_is_refused_and_the_database_stays_empty(
    small_office: Office, clock: SetClock, tmp_path: Path
) -> None:
    file = tmp_path / "night.zip"
    backup.backup(small_office.engine, file, at=clock.now())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "strange.zip", "w") as strange:
        strange.writestr("x", "y")
    for name in ("damaged.zip", "strange.zip"):
        engine = database.connect(f"sqlite:///{tmp_path / name}.db")
        with pytest.raises(DisclosureError, match="备份"):
            backup.restore(tmp_path / name, engine)
        engine.dispose()
    with pytest.raises(DisclosureError, match="空的数据库"):
        backup.restore(file, small_office.engine)


def test_everything_can_be_taken_along_in_open_formats(small_office: Office, tmp_path: Path) -> None:
    _worked(small_office)
    Driver(small_office).register(identity_number=NUMBER)
    dispatch.take_in(MAIL, small_office)
    done = export.export(small_office, tmp_path / "out")
    with (tmp_path / "out" / "index.csv").open(encoding="utf-8-sig") as lines:
        index = list(csv.DictReader(lines))
    assert len(index) == done.files > 0
    for line in index:
        content = (tmp_path / "out" / line["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"]
    with (tmp_path / "out" / "tables" / "application.csv").open(encoding="utf-8-sig") as lines:
        cases = list(csv.DictReader(lines))
    assert len(cases) == 3
    assert "pass_phrase_hash" not in cases[0]
    with (tmp_path / "out" / "tables" / "history.csv").open(encoding="utf-8-sig") as lines:
        facts = [json.loads(line["facts"]) for line in csv.DictReader(lines)]
    assert {"channel": "in_person"} in facts
    sealed = base64.b64decode(cases[2]["identity_sealed"].lstrip("'"))
    assert unseal(sealed, key=small_office.settings.identity_key, owner=int(cases[2]["id"])) == NUMBER
    assert (tmp_path / "out" / "others" / "incoming_mail" / "1-original.eml").read_bytes() == MAIL
    assert not (tmp_path / "out" / "tables" / "sign_in.csv").exists()
    with pytest.raises(DisclosureError, match="不是空的"):
        export.export(small_office, tmp_path / "out")


def _empty(target: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if target == "sqlite":
        return f"sqlite:///{folder / 'restored.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(server.new_database())


def _highest_task(office: Office) -> int:
    with office.reading() as records:
        return max(records.scalars(select(OpenTask.id)).all(), default=0)


def _letters(office: Office) -> int:
    with office.reading() as records:
        return len(records.scalars(select(Letter).where(Letter.pdf_sha256 != "")).all())

"""Faults that were met in comparable systems (S-11 and on), each as a test of ours."""

from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder

from engine.commands import files, people, register, tasks
from engine.commands.files import Upload
from engine.errors import TaskNotReady
from engine.office import Office
from engine.permissions import Role
from engine.queries import board
from engine.queries.looks import Look
from engine.records import Application, OpenTask, Person, StoredFile
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, words_of

APPLICATION = {
    "applicant_name": "张某某", "identity_number": "110101199003074610", "phone": "13800000000",
    "items-0-what": "2019年示例小区人防工程竣工验收备案表",
}  # fmt: skip


def files_of(walker: Driver, case: int) -> list[StoredFile]:
    with walker.office.reading() as records:
        return list(records.scalars(select(StoredFile).where(StoredFile.application_id == case)))


def test_s11_sending_one_entry_three_times_makes_one_case(
    walker: Driver, small_office: Office, clock: SetClock
) -> None:
    key, actor = str(uuid4()), walker.actor(Role.REGISTRAR)
    numbers = set()
    for _ in range(3):
        made = register.register_application(
            walker.entry(entry_key=key), register.Registration(received_on=None, evidence="当面签收"),
            actor=actor, office=small_office,
        )  # fmt: skip
        numbers.add(made.case_number)
        clock.advance(hours=8)
    assert len(numbers) == 1
    with small_office.reading() as records:
        assert records.scalar(select(func.count(Application.id))) == 1


def test_s11_the_portals_button_pressed_again_and_again_shows_the_same_case(
    app: Flask, small_office: Office, clock: SetClock
) -> None:
    stranger = Browser.of(app)
    page = stranger.submit("/apply", APPLICATION | {"do": "check"})
    carried = dict(html.fromstring(page.data).xpath("//main//form[@method='post']")[0].form_values())
    for wait in (0, 1, 2, 60 * 24):
        clock.advance(minutes=wait)
        assert stranger.post("/apply", carried | {"do": "send"}).location == "/apply/done"
        assert "2026-0001" in words_of(stranger.get("/apply/done"))
    with small_office.reading() as records:
        assert records.scalar(select(func.count(Application.id))) == 1


def test_s12_two_people_with_the_same_words_have_two_cases_and_two_clocks(walker: Driver, small_office: Office) -> None:
    first, second = walker.register(applicant_name="甲某"), walker.register(applicant_name="乙某")
    assert first.case_number != second.case_number
    walker.run(first.application_id)
    with small_office.reading() as records:
        other = records.get_one(Application, second.application_id)
        assert other.due_on is not None
        assert other.state.value == "running"


def test_s12_the_like_case_is_shown_to_whoever_registers_and_a_repeat_names_the_earlier_answer(
    app: Flask, walker: Driver
) -> None:
    walker.run(walker.register(applicant_name="甲某").application_id)
    walker.register(applicant_name="乙某")
    walker.register(applicant_name="甲某")
    person = Browser.of(app, "dengji")
    shown = words_of(person.get("/applications/2"))
    assert "内容相同" in shown
    assert "2026-0001" in shown
    again = words_of(person.get("/applications/3"))
    assert "是否属于重复申请由承办人判断" in again
    assert "予以公开" in again


def test_s24_no_attachment_is_lost_or_doubled(walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    actor = walker.actor(Role.REGISTRAR)
    with small_office.reading() as records:
        before = records.scalar(select(func.count(StoredFile.id))) or 0
    names = [f"材料{number}.txt" for number in range(11)] + ["材料0.txt"]
    for number, name in enumerate(names):
        content = f"第{number}份".encode()
        files.add_file(case, Upload("申请材料", name, content), actor=actor, office=small_office)
    with small_office.reading() as records:
        query = select(StoredFile.sha256).where(StoredFile.application_id == case)
        hashes = list(records.scalars(query))
    assert len(hashes) - before == len(set(hashes)) - before == 12


def test_s21_whoever_saves_from_an_old_page_is_told_what_changed_and_loses_nothing(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    gao, shen = Browser.of(app, "dengji"), Browser.of(app, "dengji")
    address = f"/applications/{case}/contact-details"
    old = shen.get(address)
    assert gao.submit(address, {"phone": "13911111111"}).status_code == 303
    told = shen.send(address, old, {"delivery": "in_person"})
    assert told.status_code == 409
    assert "登记员（示例）刚修改过联系方式：联系电话已改为“13911111111”" in words_of(told)
    shown = dict(html.fromstring(told.data).xpath("//main//form[@method='post']")[0].form_values())
    assert (shown["phone"], shown["delivery"]) == ("13911111111", "in_person")
    assert shen.send(address, told).status_code == 303
    with walker.office.reading() as records:
        now = records.get_one(Application, case)
        assert (now.phone, now.delivery.value) == ("13911111111", "in_person")


def test_s24_an_upload_that_broke_off_leaves_nothing_and_is_sent_again_whole(app: Flask, walker: Driver) -> None:
    """The connection drops in the middle: the request is refused as it came, and the next one is stored once."""
    case = walker.register().application_id
    person = Browser.of(app, "dengji")
    content = b"%PDF-1.4 " + b"x" * 200_000
    fields = {"csrf_token": person.token(), "purpose": "申请材料", "marked": "no"}
    address = f"/applications/{case}/files"
    builder = EnvironBuilder(method="POST", data=fields | {"file": (BytesIO(content), "附图.pdf")})
    whole, kind = builder.get_request().get_data(), builder.get_request().content_type
    broken = BytesIO(whole[: len(whole) // 2])
    answer = person.client.post(address, input_stream=broken, content_length=len(whole), content_type=kind)
    assert answer.status_code in (400, 413, 422)
    assert files_of(walker, case) == []
    assert person.post(address, fields | {"file": (BytesIO(b"text"), "附图.txt")}).status_code == 303
    assert [file.name for file in files_of(walker, case)] == ["附图.txt"]


def test_s27_the_filter_stays_after_a_step_is_finished(app: Flask, walker: Driver) -> None:
    case = walker.register().application_id
    walker.register()
    person = Browser.of(app, "dengji")
    assert person.get("/?tab=pool&q=小区&size=50").status_code == 200
    task = walker.open_tasks(case)[0].id
    done = person.submit(f"/tasks/{task}/check_application")
    for part in ("tab=pool", "size=50", f"after={case}", "q="):
        assert part in done.location
    page = person.get(done.location).text
    assert "领取办理下一件" in page
    assert 'value="小区"' in page


def test_s28_who_leaves_gives_the_steps_back_to_the_pool_with_a_note(walker: Driver, small_office: Office) -> None:
    case = walker.register().application_id
    walker.run(case, until="search_item")
    task = walker.open_tasks(case)[0]
    with small_office.reading() as records:
        leaving = records.scalars(select(Person).where(Person.account == "gongcheng1")).one()
        stays = records.scalars(select(Person).where(Person.account == "gongcheng2")).one().actor()
        held = leaving.actor()
        unit_id = leaving.unit_id
    if task.assignee_id is None:
        tasks.claim_task(task.id, actor=held, office=small_office)
    people.change_person(
        leaving.id, roles=[Role.HANDLER], unit_id=unit_id, active=False,
        actor=walker.actor(Role.ADMINISTRATOR), office=small_office,
    )  # fmt: skip
    assert walker.open_tasks(case)[0].assignee_id is None
    tasks.claim_task(task.id, actor=stays, office=small_office)


def test_s28_of_two_who_claim_one_wins_and_what_nobody_takes_stands_on_the_board(
    walker: Driver, small_office: Office, clock: SetClock
) -> None:
    case = walker.register().application_id
    walker.run(case, until="assign_handler")
    clock.advance(days=2)
    shown = board.board(actor=walker.actor(Role.SUPERVISOR), office=small_office)
    assert next(risk.count for risk in shown.risks if risk.look is Look.UNCLAIMED) == 1
    walker.run(case, until="search_item")
    with small_office.transaction() as records:
        task = records.scalars(select(OpenTask)).one()
        task.assignee_id = None
        number = task.id
    with small_office.reading() as records:
        pair = [records.scalars(select(Person).where(Person.account == name)).one().actor() for name in
                ("gongcheng1", "gongcheng2")]  # fmt: skip
    tasks.claim_task(number, actor=pair[0], office=small_office)
    with pytest.raises(TaskNotReady, match="已由他人领取"):
        tasks.claim_task(number, actor=pair[1], office=small_office)

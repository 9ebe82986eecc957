"""外出与代办, 移交, 转办 on their pages: what is shown, refused at its field, and done."""

from datetime import datetime

from flask import Flask

from engine.clock import BEIJING
from engine.tools.driver import Driver, SetClock
from tests.web.browser import Browser, errors_of, words_of

THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=BEIJING)
AWAY = {"first_day": "2026-03-05", "last_day": "2026-03-06", "deputy_id": "4", "note": "参加培训"}
"""The first engineering handler is person 3; the second, person 4, stands in."""


def searched(walker: Driver) -> int:
    """A case whose search lies with the first engineering handler; its step."""
    case = walker.register().application_id
    walker.run(case, until="search_item")
    return walker.open_tasks(case)[0].id


def test_an_absence_is_entered_listed_and_cancelled_on_ones_own_page(app: Flask) -> None:
    person = Browser.of(app, "gongcheng1")
    assert "还没有登记过外出" in words_of(person.get("/account/absences"))
    assert person.submit("/account/absences", AWAY).location == "/account/absences"
    listed = person.get("/account/absences")
    assert "2026年3月5日至2026年3月6日" in words_of(listed)
    assert "参加培训" in words_of(listed)
    assert "尚未开始" in words_of(listed)
    cancelled = person.post("/absences/1/cancel", headers={"Referer": "http://localhost/account/absences"})
    assert cancelled.location == "/account/absences"
    assert "已取消" in words_of(person.get("/account/absences"))


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(app: Flask) -> None:
    person = Browser.of(app, "gongcheng1")
    wrong = person.submit("/account/absences", AWAY | {"last_day": "2026-03-04"})
    assert wrong.status_code == 422
    assert "不能早于第一天" in errors_of(wrong)["last_day"]
    assert "参加培训" in wrong.text
    empty = errors_of(person.submit("/account/absences", {}))
    assert set(empty) == {"first_day", "last_day", "deputy_id"}
    person.submit("/account/absences", AWAY)
    assert "重叠" in errors_of(person.submit("/account/absences", AWAY))["first_day"]


def test_colleagues_without_some_of_the_roles_are_shown_with_what_they_lack(app: Flask) -> None:
    page = Browser.of(app, "dengji").get("/account/absences").text
    assert "收发员（示例）（办公室），缺：登记人、归档人" in page
    assert "工程处承办人甲（示例）" not in page


def test_a_page_for_whom_nobody_can_stand_in_says_what_to_do(app: Flask) -> None:
    assert "请管理员先在“人员”中设置" in words_of(Browser.of(app, "zhuren").get("/account/absences"))


def test_an_administrator_enters_for_others_and_the_list_of_people_says_so(app: Flask, clock: SetClock) -> None:
    administrator = Browser.of(app, "guanli")
    assert administrator.submit("/people/3/absences", AWAY).location == "/people/3/absences"
    clock.moment = THURSDAY
    assert "外出至2026年3月6日，由工程处承办人乙（示例）代办" in words_of(Browser.of(app, "guanli").get("/people"))


def test_nobody_cancels_the_absence_of_another(app: Flask) -> None:
    Browser.of(app, "gongcheng1").submit("/account/absences", AWAY)
    for account in ("gongcheng2", "zhuren"):
        other = Browser.of(app, account)
        assert other.post("/absences/1/cancel").status_code == 404
        assert "取消" not in words_of(other.get("/account/absences")).partition("已登记的")[2]


def test_the_deputy_is_told_on_the_desk_and_does_the_step_for_whoever_is_away(
    app: Flask, walker: Driver, clock: SetClock
) -> None:
    task = searched(walker)
    Browser.of(app, "gongcheng1").submit("/account/absences", AWAY)
    assert "您正在代" not in words_of(Browser.of(app, "gongcheng2").get("/"))
    clock.moment = THURSDAY
    deputy = Browser.of(app, "gongcheng2")
    assert "您正在代工程处承办人甲（示例）办理（至2026年3月6日）" in words_of(deputy.get("/"))
    assert deputy.post(f"/tasks/{task}/claim").location == f"/tasks/{task}"
    assert "您代工程处承办人甲（示例）办理这一步骤" in words_of(deputy.get(f"/tasks/{task}/search_item"))
    assert "领取“检索”" in words_of(deputy.get("/applications/1"))
    assert "工程处承办人乙（示例）（代工程处承办人甲（示例））" in words_of(deputy.get("/applications/1"))
    assert "您登记了外出（至2026年3月6日）" in words_of(Browser.of(app, "gongcheng1").get("/"))


def test_lists_and_choices_say_who_is_away_and_who_stands_in(app: Flask, walker: Driver, clock: SetClock) -> None:
    task = searched(walker)
    Browser.of(app, "gongcheng1").submit("/account/absences", AWAY)
    clock.moment = THURSDAY
    away = "工程处承办人甲（示例）（外出，由工程处承办人乙（示例）代办）"
    supervisor, head = Browser.of(app, "duban"), Browser.of(app, "zhuren")
    for page in ("/applications?look=open", "/applications/1", "/?peek=1"):
        assert away in words_of(supervisor.get(page)), page
    waiting = walker.register().application_id
    walker.run(waiting, until="assign_handler")
    assign = walker.open_tasks(waiting)[0].id
    for page in (f"/tasks/{task}/reassign", f"/tasks/{assign}/assign_handler"):
        shown = words_of(head.get(page))
        assert ("外出，由工程处承办人乙" in shown) == page.endswith("assign_handler"), page


def test_an_administrator_sees_what_lies_with_somebody_and_hands_it_over(app: Flask, walker: Driver) -> None:
    searched(walker)
    administrator = Browser.of(app, "guanli")
    assert "名下有 1 个步骤" in words_of(administrator.get("/people/3"))
    page = administrator.get("/people/3/hand-over")
    assert "2026-0001" in words_of(page)
    assert set(errors_of(administrator.submit("/people/3/hand-over", {}))) == {"heir_id", "reason"}
    done = administrator.submit("/people/3/hand-over", {"heir_id": "4", "reason": "调离本机关。"})
    assert done.location == "/people/3"
    assert "转给接手人 1 个，退回待领取 0 个，更换承办人 1 件" in words_of(administrator.get("/people/3"))
    assert "名下没有步骤" in words_of(administrator.get("/people/3/hand-over"))
    assert "转给：工程处承办人乙（示例）" in words_of(Browser.of(app, "zhuren").get("/applications/1"))


def test_back_to_the_pools_is_a_choice_of_its_own(app: Flask, walker: Driver) -> None:
    searched(walker)
    administrator = Browser.of(app, "guanli")
    administrator.submit("/people/3/hand-over", {"heir_id": "pool", "reason": "长期病假。"})
    assert "退回待领取 1 个" in words_of(administrator.get("/people/3"))
    assert "待承办人领取" in words_of(Browser.of(app, "gongcheng2").get("/"))


def test_ticked_cases_are_reassigned_and_each_result_is_said(app: Flask, walker: Driver) -> None:
    searched(walker)
    walker.register()
    head = Browser.of(app, "zhuren")
    assert "转办勾选的件" in head.get("/applications").text
    assert "转办勾选的件" not in Browser.of(app, "gongcheng1").get("/applications").text
    address = "/tasks/reassign?case=1&case=2&case=99999999999&case=x"
    page = head.get(address)
    assert page.text.count('name="task"') == 2  # one for each case
    tasks = [str(task.id) for case in (1, 2) for task in walker.open_tasks(case)]
    sent = {"task": tasks, "person_id": "4", "reason": "分担。"}
    assert head.submit(address, sent).location == "/applications"
    told = words_of(head.get("/applications"))
    assert "已转办 1 件：2026-0001 检索" in told
    assert "没有转办 1 件（2026-0002 审核申请）：请选择具有“登记人”角色的在岗人员。" in told


def test_reassigning_nothing_and_naming_no_case_say_what_to_do(app: Flask, walker: Driver) -> None:
    searched(walker)
    head = Browser.of(app, "zhuren")
    assert "没有可以转办的步骤" in words_of(head.get("/tasks/reassign"))
    refused = head.post("/tasks/reassign?case=1", {"person_id": "4", "reason": "分担。"})
    assert refused.status_code == 422
    assert "请先勾选" in words_of(refused)

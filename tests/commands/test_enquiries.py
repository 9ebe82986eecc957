"""Supplement, consultation, extension and help from other units, through real commands and drawings."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.commands import assist, consult, extend, receive, supplement, weigh
from engine.commands import opinion as own_opinion
from engine.errors import RuleViolation
from engine.letters.notices import Defect
from engine.office import Office
from engine.permissions import Role
from engine.records import Application, CaseState, HistoryEntry, Letter, Message, PlannedTimer, Unit
from engine.rules.outcome import DISCLOSABLE, Ground
from engine.rules.vocabulary import Channel, ConsultedParty, DeliveryMethod, Outcome, StrayChannel
from engine.tools import consistency
from engine.tools.driver import Driver, SetClock

UNCLEAR = {"check_application": {"clear": False}}


def case(office: Office, application_id: int) -> Application:
    with office.reading() as records:
        return records.get_one(Application, application_id)


def steps(driver: Driver, application_id: int) -> list[str]:
    return [task.step for task in driver.open_tasks(application_id)]


# 收到之日


def test_an_ordinary_letter_counts_from_the_day_the_applicant_confirms_it(office: Office, driver: Driver) -> None:
    registered = driver.register(channel=Channel.ORDINARY_LETTER, arrived_on=date(2026, 3, 2))
    assert case(office, registered.application_id).due_on is None
    driver.step(registered.application_id, "confirm_receipt", confirmed_on=date(2026, 3, 4))
    assert case(office, registered.application_id).due_on == date(2026, 4, 1)


def test_a_message_to_another_mailbox_is_led_to_a_published_channel_and_nothing_runs(
    office: Office, driver: Driver
) -> None:
    registered = driver.register(stray_channel=StrayChannel.EMAIL_NON_DESIGNATED)
    assert driver.run(registered.application_id) == ["lead_to_channel", "archive_case"]
    assert case(office, registered.application_id).due_on is None


def test_a_paper_brought_by_a_private_courier_is_confirmed_and_handled_never_turned_away(
    office: Office, driver: Driver
) -> None:
    registered = driver.register(stray_channel=StrayChannel.PRIVATE_COURIER, arrived_on=date(2026, 3, 2))
    task = driver.open_tasks(registered.application_id)[0]
    with pytest.raises(RuleViolation, match="不得以渠道不对为由拒收"):
        receive.lead_to_channel(
            task.id,
            receive.Guidance(told_on=date(2026, 3, 4), words="请改用邮政寄送。"),
            actor=driver.actor(Role.REGISTRAR),
            office=office,
        )
    driver.step(registered.application_id, "confirm_receipt", confirmed_on=date(2026, 3, 4))
    assert case(office, registered.application_id).due_on == date(2026, 4, 1)


def test_a_message_that_came_astray_never_counts_from_the_day_it_was_sent(office: Office, driver: Driver) -> None:
    registered = driver.register(stray_channel=StrayChannel.EMAIL_NON_DESIGNATED)
    task = driver.open_tasks(registered.application_id)[0]
    confirmation = receive.Confirmation(confirmed_on=date(2026, 3, 4), evidence="邮件发送时间")
    with pytest.raises(RuleViolation, match="没有经过公布的渠道"):
        receive.confirm_receipt(task.id, confirmation, actor=driver.actor(Role.REGISTRAR), office=office)


def test_a_paper_with_a_level_mark_leaves_the_system(driver: Driver) -> None:
    registered = driver.register(bears_level_mark=True)
    assert driver.run(registered.application_id) == ["handle_offline", "archive_case"]


# 补正


def test_a_timely_supplement_restarts_the_period(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id, given=UNCLEAR)
    assert case(office, registered.application_id).state is CaseState.WAITING_FOR_APPLICANT
    clock.advance(days=7)
    supplement.submit_supplement(registered.application_id, actor=driver.actor(Role.REGISTRAR), office=office)
    driver.step(registered.application_id, "register_supplement")
    assert case(office, registered.application_id).due_on == date(2026, 4, 9)


def test_silence_ends_the_case_only_when_a_person_has_looked(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register()
    driver.run(registered.application_id, given=UNCLEAR)
    clock.advance(days=30)
    driver.tick()
    assert steps(driver, registered.application_id) == ["confirm_not_supplemented"]
    driver.run(registered.application_id, until="review_by_unit")
    with office.reading() as records:
        assert [item.outcome for item in records.get_one(Application, registered.application_id).items] == [
            Outcome.ABANDONED_UNSUPPLEMENTED
        ]


def test_a_supplement_typed_late_keeps_its_real_day(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id, given=UNCLEAR)
    clock.advance(days=30)
    driver.tick()
    driver.step(registered.application_id, "confirm_not_supplemented", arrived_in_time=True)
    driver.step(registered.application_id, "register_supplement", received_on=date(2026, 3, 11))
    assert case(office, registered.application_id).due_on == date(2026, 4, 9)


def test_still_unclear_after_the_supplement_is_answered_without_a_second_notice(office: Office, driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, given=UNCLEAR)
    supplement.submit_supplement(registered.application_id, actor=driver.actor(Role.REGISTRAR), office=office)
    given = {"check_supplement": {"clear": False, "remark": "仍看不出所需文件的名称和形成时间。"}}
    done = driver.run(registered.application_id, until="review_by_unit", given=given)
    assert "draft_supplement_notice" not in done
    assert "examine_nature" not in done


def test_the_supplement_notice_names_a_cure_for_each_defect(driver: Driver) -> None:
    registered = driver.register()
    driver.step(registered.application_id, "check_application", clear=False)
    with pytest.raises(RuleViolation, match="补正的办法"):
        driver.step(registered.application_id, "draft_supplement_notice", defects=())


# 征求第三方意见


def third_party(driver: Driver) -> int:
    driver.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id)
    return registered.application_id


def the_consultation(office: Office, application_id: int) -> int:
    with office.reading() as records:
        return consult.consultations(records, application_id)[0].id


def test_the_letter_to_a_third_party_never_names_the_applicant(office: Office, driver: Driver) -> None:
    application_id = third_party(driver)
    with office.reading() as records:
        letter = records.scalars(select(Letter).where(Letter.application_id == application_id)).one()
        assert letter.kind == "D12"
        assert "甲某" not in str(letter.facts)


def test_the_window_of_a_posted_letter_runs_from_its_proven_receipt(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    application_id = third_party(driver)
    with office.reading() as records:
        timers = {timer.name: timer.due_at for timer in records.scalars(select(PlannedTimer))}
        assert timers["opinion_window"] is None
    clock.advance(days=2)
    consult.record_letter_receipt(
        the_consultation(office, application_id), date(2026, 3, 6), actor=driver.actor(Role.REGISTRAR), office=office
    )
    clock.advance(days=22)
    driver.tick()
    assert steps(driver, application_id) == ["confirm_silence"]


def test_an_opinion_lets_the_case_go_on_and_its_days_are_excluded(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    application_id = third_party(driver)
    clock.advance(days=7)
    opinion = consult.Opinion(received_on=date(2026, 3, 11), agrees=False, words="属于商业秘密，合同约定保密。")
    consult.register_opinion(
        the_consultation(office, application_id), opinion, actor=driver.actor(Role.REGISTRAR), office=office
    )
    assert steps(driver, application_id) == ["weigh_opinions"]
    assert case(office, application_id).due_on == date(2026, 4, 9)


def test_an_objection_alone_refuses_nothing(office: Office, driver: Driver) -> None:
    application_id = third_party(driver)
    opinion = consult.Opinion(received_on=date(2026, 3, 4), agrees=False, words="不同意公开。")
    consult.register_opinion(
        the_consultation(office, application_id), opinion, actor=driver.actor(Role.REGISTRAR), office=office
    )
    with office.reading() as records:
        item = records.get_one(Application, application_id).items[0]
    rulings = [weigh.Ruling(item_id=item.id, ground=Ground.THIRD_PARTY, severable=False, reasons="对方不同意。")]
    with pytest.raises(RuleViolation, match="本机关自己的判断"):
        driver.step(application_id, "weigh_opinions", rulings=rulings)


def test_third_party_interests_cannot_be_found_without_asking(driver: Driver) -> None:
    driver.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    registered = driver.register()
    driver.run(registered.application_id, until="weigh_disclosure")
    with pytest.raises(RuleViolation, match="先书面征求第三方意见"):
        driver.step(registered.application_id, ask=())


def test_a_silent_co_maker_counts_as_agreeing(office: Office, driver: Driver, clock: SetClock) -> None:
    driver.facts = replace(DISCLOSABLE, ground=Ground.THIRD_PARTY)
    plan = consult.PlannedConsultation(
        to=ConsultedParty.CO_MAKER, name="某省示例厅", information=("联合印发的通知",), item_numbers=(1,)
    )
    given = {
        "weigh_disclosure": {"ask": (ConsultedParty.CO_MAKER,)},
        "plan_consultations": {"planned": (plan,)},
        "serve_notice": {"method": DeliveryMethod.IN_PERSON},
    }
    registered = driver.register()
    driver.run(registered.application_id, given=given)
    clock.advance(days=30)
    driver.tick()
    driver.step(registered.application_id, "confirm_consent_by_silence")
    with office.reading() as records:
        assert consult.consultations(records, registered.application_id)[0].agrees is True


def test_the_party_answers_on_its_own_page_with_its_pass_phrase(office: Office, driver: Driver) -> None:
    application_id = third_party(driver)
    number = the_consultation(office, application_id)
    phrase = consult.hand_out_pass_phrase(number, actor=driver.actor(Role.REGISTRAR), office=office)
    opinion = consult.Opinion(received_on=date(2020, 1, 1), agrees=True, words="")
    assert own_opinion.open_own_consultation(str(number), phrase.lower(), address="", office=office) == number
    own_opinion.give_opinion(number, opinion, office=office)
    with office.reading() as records:
        event = HistoryEntry.event == "opinion_received"
        assert records.scalars(select(HistoryEntry.on).where(event)).one() == date(2026, 3, 4)


# 延期


def test_the_extension_moves_the_date_only_when_the_applicant_is_told(office: Office, driver: Driver) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    driver.run(registered.application_id, until="search_item")
    wanted = extend.ExtensionRequest(working_days=10, reason="需调阅多年档案。")
    extend.request_extension(registered.application_id, wanted, actor=driver.actor(Role.HANDLER), office=office)
    for step in ("approve_extension", "approve_notice", "seal_notice"):
        driver.step(registered.application_id, step)
        driver.tick()
    assert case(office, registered.application_id).due_on == date(2026, 4, 1)
    driver.step(registered.application_id, "serve_notice")
    assert case(office, registered.application_id).due_on == date(2026, 4, 16)


def test_an_extension_is_refused_after_the_period_has_run_out(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="search_item")
    clock.advance(days=40)
    wanted = extend.ExtensionRequest(reason="需调阅多年档案。")
    extend.request_extension(registered.application_id, wanted, actor=driver.actor(Role.HANDLER), office=office)
    with pytest.raises(RuleViolation, match="不能再延长"):
        driver.step(registered.application_id, "approve_extension")


def test_more_than_twenty_days_cannot_be_asked_for(office: Office, driver: Driver) -> None:
    registered = driver.register()
    wanted = extend.ExtensionRequest(working_days=21, reason="案情复杂。")
    with pytest.raises(RuleViolation, match="20个工作日"):
        extend.request_extension(registered.application_id, wanted, actor=driver.actor(Role.HANDLER), office=office)


# 协办


def asked(office: Office, driver: Driver) -> int:
    registered = driver.register()
    driver.run(registered.application_id, until="search_item")
    with office.reading() as records:
        unit_id = records.scalars(select(Unit.id).where(Unit.name == "指挥通信处")).one()
    question = assist.Question(unit_id=unit_id, question="贵处是否存有该图纸？", due_on=date(2026, 3, 9))
    assist.ask_unit(registered.application_id, question, actor=driver.actor(Role.HANDLER), office=office)
    return registered.application_id


def test_another_unit_has_the_question_in_its_own_pool_and_the_clock_runs_on(office: Office, driver: Driver) -> None:
    application_id = asked(office, driver)
    task = next(task for task in driver.open_tasks(application_id) if task.step == "answer_unit")
    assert task.assignee_id is None
    assert task.unit_id != case(office, application_id).handling_unit_id
    assert case(office, application_id).state is CaseState.RUNNING


def test_a_unit_that_stays_silent_is_reminded_and_has_not_agreed(
    office: Office, driver: Driver, clock: SetClock
) -> None:
    application_id = asked(office, driver)
    clock.advance(days=8)
    driver.tick()
    driver.tick()
    with office.reading() as records:
        texts = records.scalars(select(Message.text).where(Message.key.startswith("unit:"))).all()
    assert len(texts) == 2
    assert all("不视为同意" in text for text in texts)
    assert "answer_unit" in steps(driver, application_id)


def test_a_disagreement_goes_to_the_leader_in_charge(office: Office, driver: Driver) -> None:
    application_id = asked(office, driver)
    driver.step(application_id, "answer_unit", disagrees=True)
    assert "settle_disagreement" in steps(driver, application_id)
    driver.run(application_id)
    assert consistency.faults(office) == []


def test_a_late_notice_gives_nobody_up_without_a_legal_officer(office: Office, driver: Driver, clock: SetClock) -> None:
    registered = driver.register(received_on=date(2026, 3, 4))
    clock.advance(days=14)
    driver.run(registered.application_id, given=UNCLEAR)
    clock.advance(days=60)
    driver.tick()
    with pytest.raises(RuleViolation, match="已超过7个工作日") as refused:
        driver.step(registered.application_id, "confirm_not_supplemented")
    assert refused.value.field == "legal_opinion"
    driver.step(registered.application_id, "confirm_not_supplemented", legal_opinion="申请人已书面表示不再补正。")
    assert "assign_handler" in steps(driver, registered.application_id)


def test_nobody_is_asked_what_the_information_is_needed_for(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="draft_supplement_notice", given=UNCLEAR)
    need = Defect(what="没有说明自身生产、生活、科研等特殊需要", cure="请提交证明材料。")
    with pytest.raises(RuleViolation, match="不必说明用途"):
        driver.step(registered.application_id, defects=(need,))


def test_a_notice_is_never_sent_at_the_recipients_cost(driver: Driver) -> None:
    registered = driver.register()
    driver.run(registered.application_id, until="serve_notice", given=UNCLEAR)
    with pytest.raises(RuleViolation, match="到付"):
        driver.step(registered.application_id, recipient_pays=True)

"""How somebody would do each forbidden act through the commands, if they let them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from engine.commands import decide, items, receive, register, serve, supplement, weigh
from engine.letters.answers import ProvidedDocument
from engine.letters.notices import Defect
from engine.office import Office
from engine.permissions import Actor, Role
from engine.records import Application, OpenTask, RequestedItem
from engine.rules.origin import Source
from engine.rules.outcome import Ground, Held, Nature
from engine.rules.vocabulary import Carrier, DeliveryMethod, Outcome
from engine.tools.driver import Driver
from engine.tools.replay_answers import DOCUMENT, answer_for
from engine.tools.replay_cases import Facts
from engine.tools.replay_days import start_of

if TYPE_CHECKING:
    from engine.tools.replay_walk import Walk

NO_TASK = 0
"""The number of a step that is not open."""


@dataclass(frozen=True)
class Trial:
    """One attempt in an office in which nothing lasts; `task` is the open step it starts from."""

    walk: "Walk"
    office: Office
    driver: Driver
    task: OpenTask | None
    facts: Facts

    @property
    def task_id(self) -> int:
        """The step's number; that of no step where none is open."""
        return self.task.id if self.task is not None else NO_TASK

    @property
    def open_id(self) -> int:
        """The number of a step that is open now, whichever it is."""
        if self.task is not None:
            return self.task.id
        return next((task.id for task in self.walk.open_tasks()), NO_TASK)

    @property
    def who(self) -> dict[str, Any]:
        """The person at the step and the office, as commands take them."""
        return {"actor": self._actor(), "office": self.office}

    def _actor(self) -> Actor:
        if self.task is None:
            return self.driver.actor(Role.HANDLER)
        return self.driver.actor_of(self.task)


def internal_receipt(facts: Facts) -> date | None:
    """A later day that an agency would rather count from: internal routing, or its own registration."""
    start = start_of(facts)
    days = [day for name in ("agency_internal_receipt", "registered") if (day := facts.day(name))]
    return max((day for day in days if start and day > start), default=None)


def some_unanswered(_: Facts, walk: "Walk") -> bool:
    """Whether a reply now would leave items out: some are settled and others are not, or none was looked at at all."""
    settled = [outcome is not None for outcome in walk.settled().values()]
    if any(settled):
        return not all(settled)
    several, untouched = walk.whole.number("items") > 1, not any(_says_anything(facts) for facts in walk.facts)
    return several and untouched and walk.agenda.reply is not None


def some_withheld(_: Facts, walk: "Walk") -> bool:
    """Whether some items are to be withheld and others to be given."""
    outcomes = {outcome for outcome in walk.settled().values() if outcome}
    withheld = {outcome for outcome in outcomes if outcome.value.startswith("withheld_")}
    return bool(withheld) and bool(outcomes & {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.ALREADY_PUBLIC})


def count_from_internal_receipt(trial: Trial) -> None:
    """The day of receipt is entered as the day on which the paper reached the desk."""
    entry = trial.driver.entry(**trial.walk.entry())
    wrong = register.Registration(received_on=internal_receipt(trial.facts), evidence="内部流转单")
    register.register_application(entry, wrong, actor=trial.driver.actor(Role.REGISTRAR), office=trial.office)


def count_from_postmark(trial: Trial) -> None:
    """An ordinary letter is counted from its postmark."""
    start = trial.walk.agenda.start
    posted = trial.facts.day("submitted")
    before = posted if posted and posted < start else start - timedelta(days=1)
    receive.confirm_receipt(trial.task_id, receive.Confirmation(confirmed_on=before, evidence="信封邮戳"), **trial.who)


def count_from_sending(trial: Trial) -> None:
    """A message to a mailbox that is no channel is counted from the day it was sent."""
    sent = receive.Confirmation(confirmed_on=trial.walk.agenda.start, evidence="邮件发送时间")
    receive.confirm_receipt(trial.task_id, sent, **trial.who)


def turn_away(trial: Trial) -> None:
    """A paper that has arrived is sent back because of the way it came."""
    told = receive.Guidance(told_on=trial.walk.today, words="来件已退回，请改用其他方式提交。")
    receive.lead_to_channel(trial.task_id, told, **trial.who)


def pass_on(trial: Trial) -> None:
    """Another agency is named without a look at whose paper it is."""
    _examine(trial, source=Source.FROM_AGENCY)


def call_it_party(trial: Trial) -> None:
    """The paper is called a party body's, and nothing shows it."""
    _examine(trial, nature=Nature.PARTY_INFORMATION)


def call_it_repeat(trial: Trial) -> None:
    """The item is called a repeat, and nobody looked what has changed since."""
    _examine(trial, repeated=True)


def say_it_does_not_exist(trial: Trial) -> None:
    """It is said not to exist, and the search names neither places nor years nor units."""
    _search(trial, held=Held.NO, systems=(), years="", units=(), result="没有查到。")


def name_the_site_only(trial: Trial) -> None:
    """The applicant is sent to the home page."""
    _search(trial, held=Held.YES, already_public=True, published_at="本机关门户网站", result="已在网站公布。")


def withhold_by_label(trial: Trial) -> None:
    """It is withheld as process information because of what kind of paper it is."""
    _weigh(trial, Ground.DELIBERATIVE, "")


def withhold_for_security(trial: Trial) -> None:
    """It is withheld as a danger to stability, and nobody says how."""
    _weigh(trial, Ground.SECURITY_STABILITY, "")


def withhold_by_publicity_rules(trial: Trial) -> None:
    """It is withheld because rules on publicity do not list it."""
    _weigh(trial, Ground.BY_LAW, "《行政处罚信息公示规定》没有列入公示范围。")


def withhold_as_old(trial: Trial) -> None:
    """It is withheld because it is older than the Regulations."""
    if trial.task is None:
        _draft(trial, Outcome.WITHHELD_BY_LAW)
    _weigh(trial, Ground.BY_LAW, "该文件形成于《条例》施行之前。")


def follow_the_objection(trial: Trial) -> None:
    """It is withheld for the third party's word alone."""
    _rule(trial, Ground.THIRD_PARTY, "对方不同意。")


def silence_refuses(trial: Trial) -> None:
    """It is withheld because a third party kept silent."""
    _rule(trial, Ground.THIRD_PARTY, "对方逾期未答。")


def silence_consents(trial: Trial) -> None:
    """It is given because the third party kept silent."""
    _rule(trial, Ground.NONE, "对方逾期未答。")


def co_maker_silence_refuses(trial: Trial) -> None:
    """It is withheld because an agency that made it with us kept silent."""
    _rule(trial, Ground.DELIBERATIVE, "对方未答。")


def withhold_the_whole(trial: Trial) -> None:
    """The whole is withheld because a part touches a third party."""
    _draft(trial, Outcome.WITHHELD_THIRD_PARTY)


def withhold_every_item(trial: Trial) -> None:
    """Every item is withheld for the ground of one."""
    outcomes = [outcome for outcome in trial.walk.settled().values() if outcome]
    _draft(trial, next(outcome for outcome in outcomes if outcome.value.startswith("withheld_")))


def leave_out_attachments(trial: Trial) -> None:
    """The document is given without its attachments."""
    _draft(trial, Outcome.DISCLOSED, provided=(ProvidedDocument(title=DOCUMENT),))


def ask_for_a_need(trial: Trial) -> None:
    """The applicant is asked for, or refused for want of, a need of the information."""
    if trial.task is not None and trial.task.step == "draft_supplement_notice":
        defect = Defect(what="没有说明自身生产、生活、科研等特殊需要", cure="请提交证明材料。")
        supplement.draft_supplement_notice(trial.task_id, supplement.SupplementDraft(defects=(defect,)), **trial.who)
    _draft(trial, Outcome.WITHHELD_BY_LAW, reasons="申请人没有自身生产、生活、科研等特殊需要。")


def send_other_papers(trial: Trial) -> None:
    """Something else is sent than was asked for."""
    _draft(trial, Outcome.DISCLOSED, provided=(ProvidedDocument(title="另一份文件"),))


def answer_some_items(trial: Trial) -> None:
    """The items that are settled are answered, and the others are left out."""
    _draft(trial, None)


def close_without_reply(trial: Trial) -> None:
    """The file is closed without a written reply."""
    archiving = serve.Archiving(file_number="依申请1", retention="30年")
    serve.archive_case(trial.open_id, archiving, actor=trial.driver.actor(Role.ARCHIVIST), office=trial.office)


def let_the_applicant_pay(trial: Trial) -> None:
    """The letter is sent cash on delivery."""
    serve.serve_reply(trial.task_id, _service(trial, recipient_pays=True), **trial.who)


def send_by_courier(trial: Trial) -> None:
    """The letter is given to a private courier."""
    serve.serve_reply(trial.task_id, _service(trial, carrier=Carrier.PRIVATE_COURIER), **trial.who)


def _examine(trial: Trial, **given: Any) -> None:
    items.examine_nature(trial.task_id, items.NatureFinding(**given), **trial.who)


def _search(trial: Trial, **given: Any) -> None:
    usual = {
        "searched_on": trial.office.clock.today(),
        "systems": ("公文管理系统",),
        "terms": ("所申请的文件",),
        "years": "全部年度",
        "units": ("工程管理处",),
    }
    items.search_item(trial.task_id, items.SearchRecord(**{**usual, **given}), **trial.who)


def _weigh(trial: Trial, ground: Ground, evidence: str) -> None:
    items.weigh_disclosure(trial.task_id, items.DisclosureFinding(ground=ground, evidence=evidence), **trial.who)


def _rule(trial: Trial, ground: Ground, reasons: str) -> None:
    rulings = [
        weigh.Ruling(item_id=item.id, ground=ground, severable=False, reasons=reasons)
        for item in _items(trial)
        if item.facts.get("ask")
    ]
    weigh.weigh_opinions(trial.task_id, rulings, **trial.who)


def _draft(trial: Trial, outcome: Outcome | None, **changes: Any) -> None:
    """Every item gets this outcome; with None, each that is settled gets its own and the others are left out."""
    settled, today = trial.walk.settled(), trial.office.clock.today()
    decisions = [
        decide.ItemDecision(
            item_id=item.id,
            outcome=wanted,
            answer=replace(answer_for(trial.walk.facts[item.number - 1], wanted, today), **changes),
        )
        for item in _items(trial)
        if (wanted := outcome or settled[item.number]) is not None
    ]
    decide.draft_decision(trial.open_id, decisions, **trial.who)


def _items(trial: Trial) -> list[RequestedItem]:
    with trial.office.reading() as records:
        return list(records.get_one(Application, trial.walk.application_id).items)


def _service(trial: Trial, **given: Any) -> serve.Service:
    usual = {
        "method": DeliveryMethod.POSTAL,
        "served_on": trial.office.clock.today(),
        "recipient": "申请人",
        "tracking_number": "1234567890123",
    }
    return serve.Service(**{**usual, **given})


def _says_anything(facts: Facts) -> bool:
    """Whether the facts hold a finding or a claim about the item itself."""
    return any(
        facts.has(name)
        for name in ("exists", "search", "secret", "third_party", "file_nature", "needs_processing", "already_public")
    )

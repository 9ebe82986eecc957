"""复议、诉讼和投诉: the notice, the evidence, the answer, the hearing, the result and what is done about it."""

from collections.abc import Sequence

from engine.commands.redo import GoodReason
from engine.commands.remedies import Hearing, RemedyNotice, Submission
from engine.commands.remedies_result import Measures, RemedyEnding
from engine.letters.defence import Evidence
from engine.queries.facts import CaseFacts
from engine.queries.remedies import RemedyDecision, RemedyKind
from web.forms.fields import Day, Line, Prose, Word, YesNo, of_words
from web.forms.form import Form, Rows, Typed


class RemedyForm(Form):
    """What the notice says."""

    kind = of_words(RemedyKind, label="哪一种", required="请选择哪一种。", as_buttons=True)
    claimant = Line(label="提起人", required="请填写提起人。")
    body = Line(label="受理机关", required="请填写受理机关。", hint="复议机关、法院或者主管部门的全称。")
    number = Line(label="案号或者通知书文号", most=80)
    claims = Prose(label="请求事项", rows=3, most=2000)
    filed_on = Day(
        label="提起日期", required="请填写提起日期。", hint="申请书、起诉状或者投诉书的日期；年度报告按它归入年度。"
    )
    notice_received_on = Day(label="收到通知的日期", required="请填写收到通知的日期。", hint="答复期限自次日起算。")
    is_simple = YesNo(
        label="复议是否适用简易程序", hint="简易程序五个工作日内答复，普通程序十个工作日。通知书没有写明的选“否”。"
    )
    is_after_reconsideration = YesNo(
        label="诉讼是否经过复议", hint="年度报告表四分“未经复议直接起诉”和“复议后起诉”两栏。"
    )
    answer_due_on = Day(
        label="说明情况的期限", hint="仅投诉举报需要填写，以转办通知为准；复议和诉讼由法律规定，不用填写。"
    )
    counted_here = YesNo(label="是否由本机关计入表四", hint="复议机关作共同被告、已由其他机关统计的选“否”。")

    def notice(self) -> RemedyNotice:
        """What the command takes."""
        words = ("kind", "claimant", "body", "number", "claims", "filed_on", "notice_received_on", "answer_due_on")
        return RemedyNotice(
            **{name: self.value(name) for name in words},
            is_simple=bool(self.value("is_simple")),
            is_after_reconsideration=bool(self.value("is_after_reconsideration")),
            counted_here=self.value("counted_here") is not False,
        )


class EvidenceRow(Form):
    """One piece of evidence."""

    name = Line(label="证据或者依据", most=200)
    proves = Line(label="证明什么", most=200)
    pages = Line(label="案卷页码", most=40)

    def line(self) -> Evidence:
        """What the command takes."""
        return Evidence(name=self.value("name"), proves=self.value("proves"), pages=self.value("pages"))


class EvidenceForm(Form):
    """The list of evidence."""

    lines = Rows(
        label="证据清单",
        row=EvidenceRow,
        add="再加一项",
        hint="逐项写明名称、证明对象和案卷页码。答复作出之后才收集的证据不能用来证明原答复合法。",
    )

    def evidence(self) -> tuple[Evidence, ...]:
        """What the command takes."""
        return tuple(row.line() for row in self.filled("lines") if isinstance(row, EvidenceRow))


class DefenceForm(Form):
    """The answer itself."""

    words = Prose(
        label="答复意见",
        required="请写明答复意见。",
        rows=10,
        hint="逐项回应请求：事实、依据、理由、程序；原答复确有错误的，写明建议自行纠正。",
    )


class SubmissionForm(Form):
    """When and how our answer went out."""

    submitted_on = Day(label="提交日期", required="请填写提交日期。", hint="当面递交的写递交日，邮寄的写交邮日。")
    way = Line(label="提交方式", required="请填写提交方式。", hint="例如：当面递交、邮政EMS、行政复议服务平台。")
    proof = Line(label="凭证", required="请填写凭证。", most=200, hint="例如：收件回执、邮件号码、平台回单。")

    def submission(self) -> Submission:
        """What the command takes."""
        return Submission(submitted_on=self.value("submitted_on"), way=self.value("way"), proof=self.value("proof"))


class HearingForm(Form):
    """How the parties were heard."""

    held_on = Day(label="听取意见或者听证的日期", hint="没有举行的不填。")
    words = Prose(
        label="情况", required="请写明听取意见的情况。", rows=4, most=2000, hint="没有听证、直接作出决定的，也请写明。"
    )

    def hearing(self) -> Hearing:
        """What the command takes."""
        return Hearing(held_on=self.value("held_on"), words=self.value("words"))


class EndingForm(Form):
    """What was decided."""

    decision = of_words(RemedyDecision, label="结果", required="请选择结果。")
    number = Line(label="文号或者案号", most=80)
    decided_on = Day(label="作出日期", required="请填写作出日期。")
    received_on = Day(label="收到日期", required="请填写收到日期。", hint="重新答复的期限、上诉的期限都自次日起算。")
    orders_redo = YesNo(
        label="是否责令重新答复", hint="“撤销”“确认违法”同时责令重新答复的选“是”；“责令重新答复”“责令限期答复”不必选。"
    )
    redo_due_on = Day(
        label="所定的最后一天", hint="决定、判决写明期限的，换算成日期填写；没有写明的不填，按二十个工作日计算。"
    )
    words = Prose(label="要点", rows=4, most=2000, hint="认定的问题和理由，供今后改进。")

    @staticmethod
    def among(decisions: Sequence[RemedyDecision], typed: Typed | None) -> "EndingForm":
        """The endings that this kind can have."""
        options = tuple((each.value, each.label) for each in decisions)
        pick = Word(words=RemedyDecision, options=options, label="结果", required="请选择结果。")
        return EndingForm(typed, specs={**EndingForm.specs, "decision": pick})

    def ending(self) -> RemedyEnding:
        """What the command takes."""
        names = ("decision", "number", "decided_on", "received_on", "redo_due_on", "words")
        return RemedyEnding(**{name: self.value(name) for name in names}, orders_redo=bool(self.value("orders_redo")))


class FinalForm(Form):
    """Whether anybody appealed."""

    appealed = YesNo(
        label="是否上诉", required="请选择。", options=(("no", "没有上诉，裁判生效"), ("yes", "已经上诉，等候二审"))
    )
    words = Prose(
        label="核实的情况",
        required="请写明核实的情况。",
        rows=3,
        most=1000,
        hint="谁在哪天上诉，或者怎样得知没有上诉。",
    )


class MeasuresForm(Form):
    """How the decision is carried out."""

    words = Prose(label="履行和整改情况", required="请写明怎样履行、怎样避免再犯。", rows=5, most=2000)

    def measures(self) -> Measures:
        """What the command takes."""
        return Measures(words=self.value("words"))


class ItemText(Form):
    """One requested item as supplemented."""

    what = Prose(label="补正后的申请内容", rows=3, most=2000)


class GoodReasonForm(Form):
    """Why the supplement came late, and what it says."""

    reason = Prose(
        label="正当理由", required="请写明正当理由。", rows=3, most=1000, hint="例如：住院、自然灾害、告知书投递错误。"
    )
    evidence = Line(label="依据", required="请填写依据。", most=200, hint="例如：出院记录、邮政部门的投递证明。")
    received_on = Day(label="收到补正的日期", required="请填写收到补正的日期。", hint="答复期限自次日起重新计算。")
    items = Rows(label="补正后的申请内容，逐项填写", row=ItemText)

    @staticmethod
    def over(case: CaseFacts, typed: Typed | None) -> "GoodReasonForm":
        """The items as they read before."""
        return GoodReasonForm(typed, start={"items": [{"what": item.what} for item in case.items]})

    def given(self) -> GoodReason:
        """What the command takes."""
        return GoodReason(
            reason=self.value("reason"),
            evidence=self.value("evidence"),
            received_on=self.value("received_on"),
            items=tuple(row.value("what") for row in self.filled("items")),
        )

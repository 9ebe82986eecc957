"""The open readings of the law: where the text does not settle a question, the office chooses, cautiously by default.

Statutory lengths are not here; they stand in `time_limits.py`. What each question is, in the office's words, stands in
`QUESTIONS`, from which the page of readings is made.
"""

from dataclasses import dataclass

from engine.rules.remedy_counting import RemedyCounting
from engine.rules.report_counting import MixedLetters

WORKING_DAYS = "个工作日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One choice for each question that the text leaves open; the comment names the question and its source."""

    # How days are counted: "自收到申请之日起" is read with the general law on periods, the day itself not counted.
    # 《民法典》第201条
    count_receipt_day: bool = False

    # Correction: no length is fixed for the applicant's period; used when a notice names none. 《条例》第30条
    supplement_period_days: int = 15

    # Reasons for an excessive number: no period is set for the explanation; one is given in the notice. 《条例》第35条
    reasons_period_days: int = 10

    # Correction, seven days missed: no provision gives a late notice a new start, so the first clock goes on.
    # 《条例》第30条
    late_supplement_notice_restarts: bool = False

    # Extension used before a restart: whether it may be granted again is for a legal officer. 《条例》第33条第2款
    extension_again_after_restart: bool = False

    # Consultation, which days are excluded: the day of sending counts against us, the day of the answer does not.
    # 《条例》第33条第3款
    exclude_sending_day: bool = False
    exclude_answer_day: bool = True

    # Consultation without proof of receipt: the pause ends after this many working days from sending. 《条例》第32条
    unproven_consultation_days: int = 5

    # Disclosure over an objection: no interval is fixed between telling the third party and releasing; one is left so
    # that it can seek review or an injunction first. In working days. 《条例》第32条
    disclosure_interval_days: int = 5

    # Another agency asked for coordination has no term and its silence is nothing: the day wished for in our letter is
    # the inner limit at which we stop waiting. In working days. 《条例》第11条
    agency_reply_days: int = 10

    # Other agencies asked under articles 11 and 17 fall under the wide words 第三方和其他机关. 《条例》第33条第3款
    other_agency_time_excluded: bool = True

    # Receipt: whether a platform's acknowledgement is the confirmation by both sides. 《条例》第31条第（三）项
    platform_receipt_confirms: bool = False

    # Annual report: whether a letter whose items come out differently is one 部分公开 or one application a result.
    # 国办公开办函〔2021〕30号
    mixed_letters: MixedLetters = MixedLetters.ONE_ROW

    # Annual report: whether a review or suit counts in the year of filing alone, or in each year while it is open.
    # 国办公开办函〔2021〕30号
    remedy_counting: RemedyCounting = RemedyCounting.FILED_OR_PENDING


DEFAULT = Readings()
"""The cautious reading of every question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question that the text leaves open: its source, the words for yes and no or the unit of a number.

    `least` and `largest` bound a number. An administrator changes a reading on its page unless `setting` names the
    variable of the environment by which it is chosen, or it is `fixed`.
    """

    question: str
    source: str
    yes: str = ""
    no: str = ""
    unit: str = ""
    least: int = 1
    largest: int = 30
    setting: str = ""
    fixed: str = ""

    @property
    def is_settable(self) -> bool:
        """Whether an administrator may change it on its page."""
        return not (self.setting or self.fixed)

    @property
    def range_in_words(self) -> str:
        """The bounds of a number."""
        return f" {self.least} 至 {self.largest} {self.unit}"

    def in_words(self, value: object) -> str:
        """A value of the reading as the page prints it."""
        if isinstance(value, bool):
            return self.yes if value else self.no
        return f"{value}{self.unit}" if isinstance(value, int) else str(getattr(value, "label", value))


QUESTIONS: dict[str, OpenQuestion] = {
    "count_receipt_day": OpenQuestion(
        question="“自收到申请之日起”，收到当日算不算第一天？", source="《条例》第33条第2款、《民法典》第201条",
        yes="算，当日为第一天", no="不算，自次日起算",
    ),
    "supplement_period_days": OpenQuestion(
        question="补正告知书没有写明期限的，申请人有多少时间补正？", source="《条例》第30条", unit=WORKING_DAYS,
        least=5, largest=60,
    ),
    "reasons_period_days": OpenQuestion(
        question="要求说明理由的通知书，给申请人多少时间？", source="《条例》第35条", unit=WORKING_DAYS,
        least=5, largest=15,
    ),
    "late_supplement_notice_restarts": OpenQuestion(
        question="超过七个工作日才告知补正的，收到补正后答复期限是否重新起算？", source="《条例》第30条",
        yes="重新起算", no="不重新起算，原期限继续",
    ),
    "extension_again_after_restart": OpenQuestion(
        question="延长过一次，期限因补正重新起算后，还能不能再延长？", source="《条例》第33条第2款",
        yes="可以再延长一次", no="不能",
    ),
    "exclude_sending_day": OpenQuestion(
        question="征求意见所需时间不计入期限：发出当日计不计入？", source="《条例》第33条第3款",
        yes="不计入期限", no="计入期限",
    ),
    "exclude_answer_day": OpenQuestion(
        question="征求意见所需时间不计入期限：收到意见当日计不计入？", source="《条例》第33条第3款",
        yes="不计入期限", no="计入期限",
    ),
    "unproven_consultation_days": OpenQuestion(
        question="对方何时收到征求意见书没有凭证的，自发出起最多停止计算多久？", source="《条例》第32条、第33条第3款",
        unit=WORKING_DAYS,
    ),
    "disclosure_interval_days": OpenQuestion(
        question="第三方不同意仍决定公开的，书面告知它以后隔多久再提供？", source="《条例》第32条", unit=WORKING_DAYS,
    ),
    "agency_reply_days": OpenQuestion(
        question="商请其他机关的来函没有法定期限：等多久？", source="《条例》第11条", unit=WORKING_DAYS,
    ),
    "other_agency_time_excluded": OpenQuestion(
        question="商请其他机关、请示确定的时间，是否属于“征求第三方和其他机关意见所需时间”？",
        source="《条例》第33条第3款", yes="属于，不计入期限", no="不属于，照常计算",
    ),
    "platform_receipt_confirms": OpenQuestion(
        question="网上平台自动发出的回执，算不算“双方确认”？", source="《条例》第31条第（三）项",
        yes="算，提交之日即收到之日", no="不算，须与申请人确认",
        fixed="收到之日怎样确定写在流程图中，已登记的申请按登记时的办法办到底",
    ),
    "mixed_letters": OpenQuestion(
        question="一份答复各项结果不同的，年度报告表三怎样计数？", source="国办公开办函〔2021〕30号",
        setting="MINGDA_MIXED_LETTERS",
    ),
    "remedy_counting": OpenQuestion(
        question="年度报告表四计哪些行政复议、行政诉讼案件？", source="国办公开办函〔2021〕30号",
        setting="MINGDA_REMEDY_COUNTING",
    ),
}  # fmt: skip
"""Field of `Readings` → the question that it answers, in the same order."""

"""The open readings of the law: where the text does not settle a question, the office chooses, cautiously by default.

Statutory lengths are not here; they stand in `time_limits.py`.
"""

from dataclasses import dataclass

from engine.rules.remedy_counting import RemedyCounting
from engine.rules.report_counting import MixedLetters


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

"""How the information came to us and what became of it since: the two questions that settle who answers.

Which answer leads where stands in `workflows/who_answers.dmn`; here are the words, and what may never be skipped.
《条例》第10条；国办公开办函〔2019〕14号；《档案法》第15条
"""

from dataclasses import dataclass
from datetime import date

from engine.errors import RuleViolation
from engine.rules.outcome import Regime, Responsibility
from engine.rules.vocabulary import ConsultedParty, Labelled


class Source(Labelled):
    """How the information was made or got. 《条例》第10条"""

    MADE_BY_US = "made_by_us", "本机关制作（含本机关批准、盖章的）"
    LED_BY_US = "led_by_us", "与其他机关共同制作，本机关牵头"
    LED_BY_OTHER = "led_by_other", "与其他机关共同制作，其他机关牵头"
    FROM_PUBLIC = "from_public", "从公民、法人或者其他组织获取，本机关保存"
    FROM_AGENCY = "from_agency", "其他行政机关制作或者最初获取（含本机关只存有副本的）"
    ALLOTTED_BY_LAW = "allotted_by_law", "法律、法规规定由其他机关公开"


class Transfer(Labelled):
    """What became of the function or of the records since. 国办公开办函〔2019〕14号；《档案法》第15条"""

    NONE = "none", "没有划转（含存在本机关档案室、提前移交档案馆而移交期限未满的）"
    FUNCTION_TAKEN_IN = "function_taken_in", "职能已划入本机关（档案材料到没到都算）"
    FUNCTION_HANDED_ON = "function_handed_on", "职能已划出，告知申请人向承接机关提出"
    SUCCESSOR_ASKED = "successor_asked", "职能已划出，商承接机关后由本机关办理"
    ARCHIVED = "archived", "已移交国家档案馆，移交期限已满"


class Told(Labelled):
    """To whom the applicant is directed. 《条例》第36条第（五）项"""

    MAKER = "maker", "制作或者最初获取的机关"
    LEAD_MAKER = "lead_maker", "牵头制作的机关"
    SUCCESSOR = "successor", "承接职能的机关"
    ARCHIVE = "archive", "接收档案的国家档案馆"


ARTICLE = "国办公开办函〔2019〕14号"


@dataclass(frozen=True, slots=True)
class WhoAnswers:
    """What the two answers lead to: whose duty it is, which regime rules, whom to ask first, whom to name."""

    responsibility: Responsibility
    regime: Regime
    ask: ConsultedParty | None
    told: Told | None
    row: str


def require_handed_over_before(transfer: Transfer, handed_over_on: date | None, received_on: date | None) -> None:
    """Nothing, unless records went to an archive; RuleViolation without the day, or when it was after the application.

    《档案法》第15条
    """
    if transfer is not Transfer.ARCHIVED:
        return
    if handed_over_on is None:
        raise RuleViolation("请填写移交国家档案馆的日期。", "《档案法》第15条", field="handed_over_on")
    if received_on is not None and handed_over_on >= received_on:
        raise RuleViolation(
            "收到申请之后才移交的，不影响本机关答复，请按没有移交办理。", "《档案法》第15条", field="handed_over_on"
        )

"""Who may carry a decision to the applicant by post, and who pays for it."""

from engine.errors import RuleViolation
from engine.rules.articles import Article
from engine.rules.vocabulary import Carrier


def require_lawful_posting(carrier: Carrier, *, recipient_pays: bool) -> None:
    """Nothing, if the postal enterprise carries the letter and the agency pays; RuleViolation at the field otherwise.

    《条例》第42条第1款；《邮政法》第55条
    """
    if carrier is not Carrier.POSTAL_ENTERPRISE:
        raise RuleViolation(
            "国家机关公文应当由邮政企业寄递，不得交民营快递。", str(Article(55, source="《邮政法》")), field="carrier"
        )
    if recipient_pays:
        raise RuleViolation(
            "提供政府信息不收取邮寄费用，不得以到付方式寄送。", str(Article(42, 1)), field="recipient_pays"
        )

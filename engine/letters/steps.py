"""The chain of opinions in an office, in its order, as the approval form prints it."""

from engine.rules.vocabulary import Labelled


class ReviewStep(Labelled):
    """One place in the chain 拟办 … 用印; the values of the drawn ones are the ids of their tasks."""

    PROPOSAL = "draft_decision", "承办人拟办"
    UNIT_HEAD = "review_by_unit", "科室审核"
    COUNTERSIGN = "countersign", "会签"
    SECRECY = "review_secrecy", "保密审查"
    LEGALITY = "review_legality", "法制审核"
    DOCUMENT = "check_document", "核稿"
    OFFICE_HEAD = "approve_reply", "公开工作机构审批"
    DEPUTY = "endorse_reply", "分管领导审签"
    SIGNATURE = "sign_reply", "签发"
    NUMBERING = "verify_reply", "复核、编号"
    SEALING = "seal_reply", "用印"

    @staticmethod
    def usual() -> tuple["ReviewStep", ...]:
        """The steps that every reply takes; 会签 and a second leader only come when somebody asks for them."""
        return tuple(step for step in ReviewStep if step not in (ReviewStep.COUNTERSIGN, ReviewStep.DEPUTY))

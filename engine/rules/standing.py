"""What lies about: which other dates and which open steps are watched besides the reply date, and who hears of it.

内部规定：期限督办
"""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Watched:
    """One kind of open step: after how many working days its people, and then their head, are reminded."""

    words: str
    first_after: int
    head_after: int


WINDOWS = {
    "supplement_period": "申请人补正的期限",
    "reasons_period": "申请人说明理由的期限",
    "opinion_window": "征求意见的答复期限",
    "fee_period": "申请人缴费的期限",
    "unit_answer": "协办处室的答复期限",
}
"""NAME of a timer → the period that ends there; its handler hears of it in advance."""

WINDOW_WARNING_DAYS = 2
"""Working days before such a period ends."""

UNCLAIMED = Watched("无人领取", 1, 3)
"""A step in a pool that nobody has taken."""

STEPS = {
    "serve_reply": Watched("答复书尚未送达", 1, 2),
    "serve_notice": Watched("通知尚未送达", 1, 2),
    "confirm_receipt": Watched("尚未与申请人确认收到", 1, 2),
    "answer_platform": Watched("办理结果尚未反馈到上级平台", 1, 3),
    "confirm_silence": Watched("等待核实对方是否答复", 1, 3),
    "confirm_consent_by_silence": Watched("等待核实对方是否答复", 1, 3),
    "confirm_not_supplemented": Watched("等待核实是否补正", 1, 3),
    "confirm_withdrawal": Watched("等待确认撤回", 1, 3),
    "hand_over_on_spot": Watched("当场答复记录尚未签收", 1, 2),
}
"""Step → how long it may lie open."""

TODAYS_WORK_BY = time(17, 0)
"""In the afternoon of a working day: what came in today should be registered and its day of receipt confirmed."""

TODAYS_STEPS = {"register": "尚未登记", "read_back": "尚未宣读确认", "confirm_receipt": "尚未与申请人确认收到"}
"""Step of the receipt → what is still missing while it is open. 《条例》第31条"""

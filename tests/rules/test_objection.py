"""《条例》第32条: the ruling on an objection, apart from it the public interest, and what follows from both."""

import pytest

from engine.errors import RuleViolation
from engine.rules.objection import ObjectionRuling, require_ruled
from engine.rules.outcome import Ground

BALANCE = "不公开将妨碍排除小区居民的安全隐患。"


@pytest.mark.parametrize(
    ("ground", "reasonable", "public_interest"),
    [
        (Ground.THIRD_PARTY, True, ""), (Ground.NONE, False, ""), (Ground.THIRD_PARTY_OVERRIDDEN, False, ""),
        (Ground.THIRD_PARTY_OVERRIDDEN, True, BALANCE), (Ground.STATE_SECRET, True, ""),
    ],
)  # fmt: skip
def test_a_ground_that_follows_from_the_ruling_stands(ground: Ground, reasonable: bool, public_interest: str) -> None:
    ruling = ObjectionRuling(reasonable=reasonable, public_interest=public_interest)
    require_ruled(ground, ruling, objected=True, what="第1项", field="item-1")


@pytest.mark.parametrize(
    ("ground", "reasonable", "says"),
    [
        (Ground.THIRD_PARTY, None, "请认定其理由是否合理"), (Ground.THIRD_PARTY, False, "不能再以第三方不同意为由"),
        (Ground.NONE, True, "公共利益"), (Ground.THIRD_PARTY_OVERRIDDEN, True, "公共利益"),
    ],
)  # fmt: skip
def test_an_objection_is_ruled_on_before_anything_follows(ground: Ground, reasonable: bool | None, says: str) -> None:
    with pytest.raises(RuleViolation, match=says) as refusal:
        require_ruled(ground, ObjectionRuling(reasonable=reasonable), objected=True, what="第1项", field="item-1")
    assert refusal.value.article == "《条例》第32条"


def test_where_nobody_objected_nothing_is_asked() -> None:
    require_ruled(Ground.THIRD_PARTY, ObjectionRuling(), objected=False, what="第1项", field="item-1")

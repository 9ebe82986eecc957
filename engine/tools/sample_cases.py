"""The sample cases of the demo: topics as civil air defence offices meet them, applicants visibly fictitious."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.rules.outcome import DISCLOSABLE, Held, ItemFacts
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod


@dataclass(frozen=True)
class SampleCase:
    """One case: what came in, how many working days ago, and how far it has got (`until` names the open step)."""

    entry: Mapping[str, Any]
    received_before: int
    until: str | None
    facts: ItemFacts = DISCLOSABLE
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    days_between: tuple[int, ...] = ()
    withdrawn: bool = False


def _person(name: str, *items: str, **entry: Any) -> dict[str, Any]:
    return {"applicant_name": f"{name}（示例）", "items": items, **entry}


NOT_HELD = replace(DISCLOSABLE, held=Held.NO)

CASES = (
    SampleCase(_person("甲某", "阳光花园小区人防车位的权属登记情况"), 1, "check_application"),
    SampleCase(_person("乙某", "2025年度防空地下室易地建设费收支情况"), 2, "assign_handler"),
    SampleCase(_person("丙某", "某地铁站平战结合工程的平时使用证", "该工程的维护管理责任书"), 4, "search_item"),
    SampleCase(_person("丁某", "和平路人防工程竣工验收备案表"), 6, "review_secrecy"),
    SampleCase(
        _person("示例物业服务有限公司", "某小区人防工程平面图", applicant_kind=ApplicantKind.ENTERPRISE),
        9,
        "weigh_disclosure",
    ),
    SampleCase(_person("戊某", "防空警报器布点位置清单"), 16, "draft_decision"),
    SampleCase(_person("己某", "2024年人防工程监理资质名单"), 15, "review_by_unit"),
    SampleCase(_person("庚某", "本机关2025年公开招聘面试评分标准"), 19, "approve_reply"),
    SampleCase(
        _person("辛某", "1998年某街道地下人防通道施工图", channel=Channel.MAIL_SIGNED),
        20,
        "sign_as_deputy",
        facts=NOT_HELD,
    ),
    SampleCase(
        _person("壬某", "人防工程设计单位行政处罚决定书"), 22, "serve_reply", days_between=(1,) * 12 + (2,) * 20
    ),
    SampleCase(_person("癸某", "某项目防空地下室建设审批文件", delivery=DeliveryMethod.IN_PERSON), 30, "archive_case"),
    SampleCase(_person("子某", "人防宣传教育经费预算"), 40, None),
    SampleCase(_person("丑某", "已注销企业的人防工程质量监督档案"), 45, None, facts=NOT_HELD),
    SampleCase(_person("寅某", "某商业综合体人防车位租赁合同"), 8, "weigh_disclosure", withdrawn=True),
)

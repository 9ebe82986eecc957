"""The sample cases of the demo: topics as civil air defence offices meet them, applicants visibly fictitious."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.rules.outcome import DISCLOSABLE, Ground, Held, ItemFacts, Nature, Regime, Responsibility
from engine.rules.vocabulary import ApplicantKind, Channel, ConsultedParty, DeliveryMethod, StrayChannel
from engine.tools import demo_acts as acts
from engine.tools import remedy_acts
from engine.tools.demo_acts import Act
from engine.tools.remedy_steps import REDO


@dataclass(frozen=True, kw_only=True)
class SampleCase:
    """One case: what came in, how many working days ago, and how far it has got (`until` names the open step).

    `at_step` and `when_waiting` say what happens besides the steps; `pace` is the working days between two
    steps; `afterwards` is done today, when it has got that far.
    """

    entry: Mapping[str, Any]
    received_before: int
    until: str | None = None
    facts: ItemFacts = DISCLOSABLE
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    at_step: Mapping[str, Act] = field(default_factory=dict)
    when_waiting: tuple[Act, ...] = ()
    pace: int = 1
    withdrawn: bool = False
    afterwards: tuple[Act, ...] = ()


NOT_HELD = replace(DISCLOSABLE, held=Held.NO)
NOT_OURS = replace(DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY)
PUBLIC = replace(DISCLOSABLE, already_public=True)
TO_BE_MADE = replace(DISCLOSABLE, held=Held.MUST_BE_MADE)
SPECIAL = replace(DISCLOSABLE, regime=Regime.SPECIAL_ACCESS)
PETITION = replace(DISCLOSABLE, nature=Nature.PETITION_OR_COMPLAINT)
ENQUIRY = replace(DISCLOSABLE, nature=Nature.ENQUIRY)
UNCLEAR = {"check_application": {"clear": False}}


def _against(ground: Ground, *, severable: bool = False) -> ItemFacts:
    return replace(DISCLOSABLE, ground=ground, severable=severable)


def _from(name: str, *items: str, **entry: Any) -> dict[str, Any]:
    return {"applicant_name": f"{name}（示例）", "items": items, **entry}


def _company(name: str, *items: str, **entry: Any) -> dict[str, Any]:
    return _from(name, *items, applicant_kind=ApplicantKind.ENTERPRISE, **entry)


UNDER_WAY = (
    SampleCase(entry=_from("甲一", "阳光花园小区人防车位的权属登记情况"), received_before=0, until="check_application"),
    SampleCase(
        entry=_from("甲二", "某大厦人防工程平时使用证", channel=Channel.ORDINARY_LETTER),
        received_before=1,
        until="confirm_receipt",
    ),
    SampleCase(
        entry=_from("甲三", "防空警报器年度维护记录", channel=Channel.EMAIL_DESIGNATED),
        received_before=1,
        until="confirm_receipt",
    ),
    SampleCase(entry=_from("甲四", "人防专家库名单", channel=Channel.ORAL), received_before=1, until="read_back"),
    SampleCase(
        entry=_from("甲五", "某小区人防门设备合格证", stray_channel=StrayChannel.EMAIL_NON_DESIGNATED),
        received_before=1,
        until="lead_to_channel",
    ),
    SampleCase(entry=_from("甲六", "相关材料"), received_before=2, until="draft_supplement_notice", given=UNCLEAR),
    SampleCase(entry=_from("甲七", "历年所有文件"), received_before=3, until="approve_notice", given=UNCLEAR),
    SampleCase(entry=_from("甲八", "某项目的资料"), received_before=8, given=UNCLEAR),
    SampleCase(
        entry=_from("甲九", "人防工程相关情况"),
        received_before=12,
        until="register_supplement",
        given=UNCLEAR,
        when_waiting=(acts.supplement_arrives,),
    ),
    SampleCase(entry=_from("乙一", "2025年度易地建设费收支情况"), received_before=2, until="assign_handler"),
    SampleCase(
        entry=_from("乙二", "某地铁站平战结合工程的平时使用证", "该工程的维护管理责任书"),
        received_before=4,
        until="search_item",
    ),
    SampleCase(entry=_from("乙三", "和平路人防工程竣工验收备案表"), received_before=3, until="examine_nature"),
    SampleCase(entry=_from("乙四", "人民路地下商场人防审批文件"), received_before=6, until="review_secrecy"),
    SampleCase(entry=_company("示例物业公司", "某小区人防工程平面图"), received_before=9, until="weigh_disclosure"),
    SampleCase(
        entry=_company("示例咨询公司", "某人防工程监理合同"),
        received_before=9,
        until="plan_consultations",
        facts=_against(Ground.THIRD_PARTY),
    ),
    SampleCase(
        entry=_from("乙五", "某人防设备采购合同"),
        received_before=11,
        until="sign_notice",
        facts=_against(Ground.THIRD_PARTY),
    ),
    SampleCase(
        entry=_from("乙六", "某人防工程设计方案"),
        received_before=13,
        facts=_against(Ground.THIRD_PARTY),
        when_waiting=(acts.letters_received,),
    ),
    SampleCase(
        entry=_from("乙七", "某平战结合项目租赁合同"),
        received_before=17,
        until="weigh_opinions",
        facts=_against(Ground.THIRD_PARTY),
        when_waiting=(acts.letters_received, acts.parties_object),
    ),
    SampleCase(
        entry=_from("乙八", "1998年街道地下通道图纸"),
        received_before=5,
        until="answer_unit",
        at_step={"search_item": acts.help_asked_for},
    ),
    SampleCase(
        entry=_from("乙九", "历年防空警报试鸣方案"),
        received_before=14,
        until="approve_extension",
        at_step={"search_item": acts.days_asked_for},
        pace=3,
    ),
    SampleCase(
        entry=_from("丑一", "全市历年人防工程全部会议材料"),
        received_before=9,
        until="weigh_reasons",
        at_step={"examine_nature": acts.reasons_given},
    ),
    SampleCase(
        entry=_from("丑二", "某片区人防工程历年缴费凭证"),
        received_before=7,
        until="sign_notice",
        at_step={"search_item": acts.fee_proposed},
    ),
    SampleCase(
        entry=_from("丑三", "更正本人缴费记录中的建筑面积"),
        received_before=5,
        until="examine_correction",
        given={"check_application": {"correction": True}},
    ),
    SampleCase(entry=_from("丙一", "防空警报器布点位置清单"), received_before=16, until="draft_decision", pace=2),
    SampleCase(entry=_from("亥一", "某广场人防工程竣工验收备案表"), received_before=9, until="draft_decision"),
    SampleCase(
        entry=_from("亥一", "某广场人防工程平面图", "该工程的维护管理记录"),
        received_before=10,
        until="draft_decision",
        afterwards=(acts.answered_with_the_other,),
    ),
    SampleCase(entry=_from("丙二", "2024年人防工程监理资质名单"), received_before=15, until="review_by_unit"),
    SampleCase(entry=_from("丙三", "某县人防工程维护经费"), received_before=16, until="review_legality"),
    SampleCase(entry=_from("丙四", "人防工程建设定额标准"), received_before=15, until="check_document"),
    SampleCase(entry=_from("丙五", "公开招聘面试评分标准"), received_before=19, until="approve_reply"),
    SampleCase(
        entry=_from("丙六", "1998年某街道地下人防通道施工图", channel=Channel.MAIL_SIGNED),
        received_before=20,
        until="sign_as_deputy",
        facts=NOT_HELD,
    ),
    SampleCase(
        entry=_from("丙七", "工程处内部分工安排"),
        received_before=18,
        until="endorse_reply",
        facts=_against(Ground.INTERNAL_AFFAIRS),
    ),
    SampleCase(
        entry=_from("丙八", "某项目请示报告"),
        received_before=19,
        until="sign_as_head",
        facts=_against(Ground.DELIBERATIVE),
    ),
    SampleCase(entry=_from("丙九", "人防工程质量监督报告"), received_before=18, until="verify_reply"),
    SampleCase(entry=_from("丁一", "人防车位租金指导价依据"), received_before=19, until="seal_reply"),
    SampleCase(entry=_from("丁二", "人防工程设计单位行政处罚决定书"), received_before=24, until="serve_reply"),
    SampleCase(
        entry=_from("丁三", "某项目防空地下室建设审批文件", delivery=DeliveryMethod.IN_PERSON),
        received_before=22,
        until="serve_reply",
    ),
    SampleCase(
        entry=_from("丁四", "某商业综合体人防车位租赁合同"),
        received_before=8,
        until="examine_nature",
        withdrawn=True,
    ),
    SampleCase(
        entry=_from("丁五", "某小区人防工程平时使用登记表"),
        received_before=24,
        facts=NOT_HELD,
        until="archive_case",
        afterwards=(acts.reply_returned,),
    ),
)


DISCLOSED = (
    "人防宣传教育经费预算",
    "竣工验收备案办事流程",
    "人防工程维修养护计划",
    "单建式人防工程审批结果",
    "设备安装企业名录",
)
MISSING = ("已注销企业的质量监督档案", "建国初期防空洞分布图", "某厂区人防工程移交记录")
ELSEWHERE = ("某地块规划许可证", "小区停车收费备案")
"""Closed cases of the year, one for every usual outcome and more of the frequent ones."""

ANSWERED = (
    *(SampleCase(entry=_from(f"戊{n}", what), received_before=60 + 9 * n) for n, what in enumerate(DISCLOSED, 1)),
    *(
        SampleCase(entry=_from(f"己{n}", what), received_before=50 + 11 * n, facts=NOT_HELD)
        for n, what in enumerate(MISSING, 1)
    ),
    *(
        SampleCase(entry=_from(f"庚{n}", what), received_before=45 + 13 * n, facts=NOT_OURS)
        for n, what in enumerate(ELSEWHERE, 1)
    ),
    SampleCase(entry=_from("辛一", "2025年度部门决算"), received_before=55, facts=PUBLIC),
    SampleCase(entry=_from("辛二", "近五年各区人防车位空置率统计"), received_before=66, facts=TO_BE_MADE),
    SampleCase(entry=_from("辛三", "某公司工商登记档案"), received_before=70, facts=SPECIAL),
    SampleCase(entry=_from("辛四", "请责令物业停止侵占人防工程"), received_before=75, facts=PETITION),
    SampleCase(entry=_from("辛五", "人防车位能否买卖"), received_before=77, facts=ENQUIRY),
    SampleCase(
        entry=_from("辛六", "含住户信息的疏散安置名册"),
        received_before=80,
        facts=_against(Ground.DELIBERATIVE, severable=True),
    ),
    SampleCase(entry=_from("辛七", "某指挥工程位置"), received_before=85, facts=_against(Ground.SECURITY_STABILITY)),
    SampleCase(
        entry=_from("辛八", "某监理合同价款"),
        received_before=90,
        facts=_against(Ground.THIRD_PARTY),
        when_waiting=(acts.letters_received, acts.parties_object),
    ),
    SampleCase(
        entry=_from("辛九", "某平战结合工程使用协议"),
        received_before=95,
        when_waiting=(acts.parties_agree,),
        given={"weigh_disclosure": {"ask": (ConsultedParty.THIRD_PARTY,)}},
    ),
    SampleCase(
        entry=_from("壬一", "历年易地建设费减免清单"),
        received_before=100,
        at_step={"search_item": acts.days_asked_for},
    ),
    SampleCase(
        entry=_from("壬二", "有关文件"), received_before=105, given=UNCLEAR, when_waiting=(acts.supplement_arrives,)
    ),
    SampleCase(entry=_from("壬三", "人防工程检查通报"), received_before=110, until="search_item", withdrawn=True),
    SampleCase(entry=_from("壬四", "带有标识的材料", bears_level_mark=True), received_before=112),
    SampleCase(
        entry=_from("壬五", "某处罚案卷", channel=Channel.MAIL_SIGNED),
        received_before=115,
        facts=_against(Ground.ENFORCEMENT_FILE),
    ),
)


REVIEWED = (
    SampleCase(
        entry=_from("寅一", "某小区人防工程竣工图纸"),
        received_before=22,
        facts=NOT_HELD,
        when_waiting=(remedy_acts.review_filed,),
        until="draft_defence",
    ),
    SampleCase(
        entry=_from("寅二", "某商场人防工程易地建设费缴纳凭证"),
        received_before=34,
        facts=NOT_HELD,
        when_waiting=(remedy_acts.review_filed,),
        given={"record_result": REDO},
        until="carry_out",
        afterwards=(remedy_acts.redo_begun,),
    ),
    SampleCase(
        entry=_from("寅三", "某地块人防工程监督检查记录"),
        received_before=26,
        facts=_against(Ground.ENFORCEMENT_FILE),
        when_waiting=(remedy_acts.suit_filed,),
        until="submit_defence",
    ),
)


CASES = (*ANSWERED, *REVIEWED, *UNDER_WAY)

"""A made-up provincial civil air defence office: its name, its units and one person or more in every role.

Every name is visibly fictitious.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.commands.people import DEMO_PASSWORD
from engine.office import Office
from engine.permissions import Role
from engine.records import Agency, CatalogueTopic, Duty, Person, SisterAgency, Unit

UNITS = ("办公室", "工程管理处", "指挥通信处", "法规宣传处", "人防质量监督站")
SUBORDINATE = ("人防质量监督站",)


@dataclass(frozen=True)
class SamplePerson:
    """An account of the sample office."""

    account: str
    name: str
    unit: str
    roles: tuple[Role, ...]


PEOPLE = (
    SamplePerson("dengji", "登记员（示例）", "办公室", (Role.REGISTRAR, Role.MAIL_ROOM, Role.ARCHIVIST)),
    SamplePerson("shoufa", "收发员（示例）", "办公室", (Role.MAIL_ROOM, Role.DISPATCHER)),
    SamplePerson("gongcheng1", "工程处承办人甲（示例）", "工程管理处", (Role.HANDLER,)),
    SamplePerson("gongcheng2", "工程处承办人乙（示例）", "工程管理处", (Role.HANDLER,)),
    SamplePerson("gongchengchu", "工程处处长（示例）", "工程管理处", (Role.UNIT_HEAD,)),
    SamplePerson("zhihui1", "指挥处承办人（示例）", "指挥通信处", (Role.HANDLER,)),
    SamplePerson("zhihuichu", "指挥处处长（示例）", "指挥通信处", (Role.UNIT_HEAD,)),
    SamplePerson("fazhi", "法制审核员（示例）", "法规宣传处", (Role.LEGAL_REVIEWER,)),
    SamplePerson("baomi", "保密审查员（示例）", "办公室", (Role.SECRECY_REVIEWER,)),
    SamplePerson("hegao", "核稿员（示例）", "办公室", (Role.DOCUMENT_CHECKER,)),
    SamplePerson("zhuren", "公开办主任（示例）", "办公室", (Role.OFFICE_HEAD,)),
    SamplePerson("fenguan", "分管领导（示例）", "办公室", (Role.DEPUTY_LEADER,)),
    SamplePerson("zhuyao", "主要负责人（示例）", "办公室", (Role.AGENCY_HEAD,)),
    SamplePerson("yongyin", "用印员（示例）", "办公室", (Role.SEAL_KEEPER,)),
    SamplePerson("duban", "督办员（示例）", "办公室", (Role.SUPERVISOR,)),
    SamplePerson("guanli", "管理员（示例）", "办公室", (Role.ADMINISTRATOR,)),
    SamplePerson("zhiliang1", "质监站承办人（示例）", "人防质量监督站", (Role.HANDLER, Role.UNIT_HEAD)),
)

TOPICS: tuple[dict[str, Any], ...] = (
    {
        "title": "人防工程竣工验收备案信息", "keywords": "竣工验收、备案表", "is_public": False,
        "description": "按工程名称查找，工程管理处保存。",
    },
    {
        "title": "年度人防工程建设计划", "keywords": "建设计划、年度计划", "is_public": True,
        "description": "每年一季度公布，按年份查阅。", "link": "https://example.org/gongkai/jihua",
    },
    {
        "title": "人防工程易地建设费标准", "keywords": "易地建设费、收费标准", "is_public": True,
        "description": "现行标准和依据文件。", "link": "https://example.org/gongkai/biaozhun",
    },
    {
        "title": "行政处罚决定信息", "keywords": "处罚决定", "is_public": True,
        "description": "公示满期的除外，按当事人名称或者日期查阅。", "link": "https://example.org/gongkai/chufa",
    },
)  # fmt: skip
"""What the sample office lists in its catalogue; the addresses lead nowhere."""

AGENCIES: tuple[dict[str, Any], ...] = (
    {
        "name": "某省住房和城乡建设厅", "answers_for": "商品房预售许可、房屋征收、施工许可、物业管理、工程质量",
        "address": "某省某市示例路2号", "phone": "027-00000002", "website": "https://example.org/zhujian",
    },
    {
        "name": "某省自然资源厅", "answers_for": "土地出让、规划许可、不动产登记、征地批复", "phone": "027-00000003",
        "address": "某省某市示例路3号", "valid_from": date(2018, 11, 1),
    },
    {
        "name": "某省国土资源厅", "answers_for": "土地出让、征地批复", "phone": "027-00000004",
        "address": "某省某市示例路4号", "valid_to": date(2018, 10, 31), "note": "机构改革撤销（示例）。",
        "followed_by": "某省自然资源厅",
    },
    {
        "name": "某省档案馆", "answers_for": "馆藏档案、移交进馆的档案", "address": "某省某市示例路5号",
        "phone": "027-00000005",
    },
    {
        "name": "某省信访局", "answers_for": "信访、投诉、举报、意见建议", "address": "某省某市示例路6号",
        "phone": "027-00000006",
    },
)  # fmt: skip
"""Who answers for what is not the sample office's; the numbers and addresses lead nowhere."""


def found_office(office: Office) -> None:
    """The empty database holds the sample agency, its units and its people; all sign in with the demo password."""
    secret = office.passwords.hash(DEMO_PASSWORD)
    with office.transaction() as records:
        records.add(_agency())
        records.add_all(CatalogueTopic(**topic, changed_at=office.clock.now()) for topic in TOPICS)
        _list_agencies(records, office)
        units = {
            name: Unit(name=name, handles_applications=name != "办公室", is_subordinate=name in SUBORDINATE)
            for name in UNITS
        }
        records.add_all(units.values())
        records.flush()
        records.add_all(
            Person(
                account=person.account,
                name=person.name,
                unit_id=units[person.unit].id,
                password_hash=secret,
                duties=[Duty(role=role) for role in person.roles],
            )
            for person in PEOPLE
        )


def _list_agencies(records: Session, office: Office) -> None:
    """Those who have ended last, so that whoever followed them has its number."""
    numbers: dict[str, int] = {}
    for each in sorted(AGENCIES, key=lambda entry: "followed_by" in entry):
        plain = {name: value for name, value in each.items() if name != "followed_by"}
        followed_by = numbers.get(each.get("followed_by", ""))
        agency = SisterAgency(**plain, successor_id=followed_by, changed_at=office.clock.now())
        records.add(agency)
        records.flush()
        numbers[agency.name] = agency.id


def _agency() -> Agency:
    return Agency(
        name="某省人民防空办公室",
        document_code="某防公开",
        review_body="某省人民政府",
        court="某市示例区人民法院",
        contact_office="某省人民防空办公室政府信息公开办公室",
        contact_phone="027-00000000",
        contact_address="某省某市示例路1号",
        contact_hours="工作日9:00至12:00，14:00至17:00",
    )

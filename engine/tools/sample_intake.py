"""Sample cases of the counter: passed on by a platform, a law firm, a lawyer for a client, answered on the spot."""

from datetime import timedelta

from engine.commands import transfers
from engine.commands.representation import Representatives
from engine.commands.transfers import Transfer
from engine.permissions import Role
from engine.records import Application
from engine.rules.representation import PowerScope
from engine.rules.vocabulary import ApplicantKind, Channel, DeliveryMethod
from engine.tools.driver import Driver
from engine.tools.sample_cases import SampleCase


def passed_on(driver: Driver, application_id: int) -> None:
    """The case came from the platform of a higher authority, which wants to be told the result."""
    office, now = driver.office, driver.office.clock.now()
    transfer = Transfer(
        platform="某省政府信息公开统一平台（示例）",
        number=f"SL-{now:%Y}-{application_id:04d}",
        submitted_at=now - timedelta(hours=18),
        transferred_at=now - timedelta(minutes=20),
    )
    with office.transaction() as records:
        application = records.get_one(Application, application_id)
        actor = driver.actor(Role.REGISTRAR)
        transfers.attach(records, application, transfer, number="", actor=actor, office=office)


LAWYER = Representatives(
    agent_name="辰律师（示例）",
    agent_firm="示例律师事务所",
    agent_phone="13800000001",
    has_power=True,
    power_scope=(PowerScope.APPLY, PowerScope.SUPPLEMENT),
    recipient_name="辰律师（示例）",
    recipient_phone="13800000001",
    recipient_postcode="430000",
    recipient_address="某省某市示例路8号示例律师事务所",
)
"""His power does not say that he may receive letters, which is asked for with a supplement."""

TOLD_AT_ONCE = {
    "answered_time": "9时30分",
    "words": "已在窗口的查询机上查到备案结果公示，并向申请人演示了查找步骤。",
    "witness": "收发员（示例）",
    "agreed_by": "公开办主任（示例）",
}

INTAKE = (
    SampleCase(
        entry={
            "applicant_name": "卯一（示例）",
            "items": ("某区人防工程维护经费拨付文件",),
            "channel": Channel.HIGHER_PLATFORM,
            "delivery": DeliveryMethod.PLATFORM,
        },
        received_before=17,
        at_step={"confirm_receipt": passed_on},
        given={"serve_reply": {"method": DeliveryMethod.PLATFORM, "tracking_number": ""}},
        until="answer_platform",
    ),
    SampleCase(
        entry={
            "applicant_name": "卯二律师事务所（示例）",
            "applicant_kind": ApplicantKind.LEGAL_SERVICE,
            "items": ("人防工程行政处罚裁量基准及其修订说明",),
        },
        received_before=4,
        until="search_item",
    ),
    SampleCase(
        entry={
            "applicant_name": "卯三（示例）",
            "items": ("某小区人防车位的竣工验收备案文件", "该小区人防车位的平时使用证"),
            "representatives": LAWYER,
        },
        received_before=1,
        until="check_application",
    ),
    SampleCase(
        entry={
            "applicant_name": "卯四（示例）",
            "items": ("某小区人防工程竣工验收备案结果",),
            "delivery": DeliveryMethod.IN_PERSON,
            "on_the_spot": True,
        },
        received_before=6,
        given={"answer_on_spot": TOLD_AT_ONCE},
        pace=0,
        until="archive_case",
    ),
)

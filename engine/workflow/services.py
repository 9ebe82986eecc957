"""What service tasks may call, by operator id. Each takes ids from the call and returns small JSON facts."""

from collections.abc import Mapping
from typing import Any

from engine.permissions import Actor, Role
from engine.records import Application, EventName, history
from engine.records.promises import promise
from engine.rules import escalation, remedies
from engine.rules.report_deadline import report_due_on
from engine.workflow.expressions import Operator, ServiceCall


def determine_rung(call: ServiceCall) -> Mapping[str, Any]:
    """The highest rung of the ladder that has been reached, and the due date it belongs to."""
    application: Application = call.context.application
    if application.due_on is None:
        return {"rung": 0, "due_on": ""}
    reached = escalation.reached(
        call.context.ladder(), application.due_on, today=call.context.clock.today(), calendar=call.context.calendar()
    )
    return {"rung": reached.number if reached else 0, "due_on": application.due_on.isoformat()}


def notify(call: ServiceCall) -> Mapping[str, Any]:
    """The rung stands in the history, and the reminder to its recipients in the outbox, once for each due date."""
    rung = call.data["rung_facts"]
    facts = {**rung, "recipient": call.data["recipient"], "action": call.data["action"]}
    if rung["rung"]:
        _remind(call.context, facts)
    return {"notified": bool(rung["rung"])}


def _remind(context: Any, facts: dict[str, Any]) -> None:
    application: Application = context.application
    now = context.clock.now()
    key = f"escalation:{application.id}:{facts['rung']}:{facts['due_on']}"
    context.records.add(promise("reminder", key, facts, now=now, application_id=application.id, by_day=True))
    history.add(context.records, application, EventName.DEADLINE_ESCALATED, Actor.calendar(), context.clock, **facts)


def collect_findings(call: ServiceCall) -> Mapping[str, Any]:
    """Whether any reviewed item waits for somebody outside to be asked.

    《条例》第32条、第34条
    """
    application: Application = call.context.application
    return {"consultation_needed": any(item.facts.get("ask") for item in application.items)}


def remind_unit(call: ServiceCall) -> Mapping[str, Any]:
    """The unit that has not answered by its day is reminded once, with its head; silence is not an answer.

    内部规定：协办答复
    """
    context, key = call.context, call.data["key"]
    facts = {"unit_id": call.data["unit_id"], "key": key}
    context.records.add(
        promise("unit_reminder", f"unit:{key}", facts, now=context.clock.now(), application_id=context.application.id)
    )
    history.add(context.records, context.application, EventName.UNIT_REMINDED, Actor.calendar(), context.clock, key=key)
    return {"reminded": True}


def remind_of_defence(call: ServiceCall) -> Mapping[str, Any]:
    """Everybody of the reminder that has come is told how long the answer to the review or court may still take.

    《行政复议法》第48条；《行政诉讼法》第67条
    """
    context, key = call.context, str(call.data["key"])
    entries = history.of(context.records, context.application)
    due_on = remedies.defence_due_on([(entry.event.value, entry.facts) for entry in entries], key)
    reached = remedies.reminder_reached(due_on, today=context.clock.today(), calendar=context.calendar())
    if reached is None:
        return {"reminded": False}
    now = context.clock.now()
    told: dict[str, Any] = {"key": key, "reminder": reached.number, "recipients": list(reached.recipients)}
    named = f"defence:{key}:{reached.number}"
    context.records.add(
        promise("defence_reminder", named, told, now=now, application_id=context.application.id, by_day=True)
    )
    history.add(
        context.records, context.application, EventName.DEFENCE_REMINDED, Actor.calendar(), context.clock, **told
    )
    return {"reminded": True}


def determine_report_rung(call: ServiceCall) -> Mapping[str, Any]:
    """The highest rung that has been reached before the day of the year's report. 《条例》第49条"""
    context = call.context
    due_on = report_due_on(int(call.data["key"]), context.calendar())
    reached = escalation.reached(context.ladder(), due_on, today=context.clock.today(), calendar=context.calendar())
    return {"rung": reached.number if reached else 0, "due_on": due_on.isoformat()}


def remind_of_report(call: ServiceCall) -> Mapping[str, Any]:
    """The rung stands in the history of the year's report, and the reminder in the outbox."""
    context, rung = call.context, call.data["rung_facts"]
    if not rung["rung"]:
        return {"notified": False}
    facts = {**rung, "year": int(call.data["key"]), "recipient": call.data["recipient"]}
    key = f"report:{facts['year']}:{facts['rung']}:{facts['due_on']}"
    context.records.add(promise("report_reminder", key, facts, now=context.clock.now(), by_day=True))
    history.add(context.records, None, EventName.REPORT_REMINDED, Actor.calendar(), context.clock, **facts)
    return {"notified": True}


def remind_of_platform(call: ServiceCall) -> Mapping[str, Any]:
    """The registrars are told once that a platform of a higher authority waits for the result.

    内部规定：上级平台转办
    """
    context = call.context
    key = f"platform:{context.application.id}:{context.clock.today().isoformat()}"
    facts = {"recipient": Role.REGISTRAR.value, "words": "上级平台要求的反馈日期已到，请登录平台反馈办理结果。"}
    now = context.clock.now()
    context.records.add(
        promise("standing_reminder", key, facts, now=now, application_id=context.application.id, by_day=True)
    )
    history.add(context.records, context.application, EventName.PLATFORM_REMINDED, Actor.calendar(), context.clock)
    return {"reminded": True}


OPERATORS: dict[str, Operator] = {
    "escalation.determine_rung": determine_rung,
    "escalation.notify": notify,
    "defence.remind": remind_of_defence,
    "items.collect": collect_findings,
    "platform.remind": remind_of_platform,
    "report.determine_rung": determine_report_rung,
    "report.remind": remind_of_report,
    "unit.remind": remind_unit,
}

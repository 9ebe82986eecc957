"""What a drawing must not hold: checked before any case can meet it."""

import ast
from typing import Any

from lxml import etree

from engine.permissions import Role
from engine.workflow.expressions import LockedEnvironment

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

FORBIDDEN = {
    "事件子流程": '//*[@*[local-name()="triggeredByEvent"]="true"]',
    "临时子流程": '//*[local-name()="adHocSubProcess"]',
    "脚本任务": '//*[local-name()="scriptTask"]',
    "相对时限 timeDuration": '//*[local-name()="timeDuration"]',
    "循环时限 timeCycle": '//*[local-name()="timeCycle"]',
    "前置脚本": '//*[local-name()="preScript"]',
    "后置脚本": '//*[local-name()="postScript"]',
    "信号结束事件": '//*[local-name()="endEvent"]/*[local-name()="signalEventDefinition"]',
    "条件事件": '//*[local-name()="conditionalEventDefinition"]',
}

HIT_POLICIES = {None, "UNIQUE", "COLLECT"}


def faults(sources: dict[str, str], environment: LockedEnvironment) -> list[str]:
    """Everything wrong with these drawings and tables, one sentence each; empty when they may be deployed."""
    found: list[str] = []
    for name, text in sources.items():
        try:
            root = safe_xml(text)
        except (etree.XMLSyntaxError, ValueError) as error:
            found.append(f"{name}：不是可读的 XML（{error}）")
            continue
        check = _table_faults if name.endswith(".dmn") else _drawing_faults
        found += [f"{name}：{fault}" for fault in check(root, environment)]
    return found


def safe_xml(text: str) -> Any:
    """The root element; ValueError when the text brings a DTD, which no drawing needs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text.encode(), parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a DTD is not allowed in a drawing")
    return root


def _drawing_faults(root: Any, environment: LockedEnvironment) -> list[str]:
    found = [f"不得使用{what}（{len(nodes)}处）" for what, path in FORBIDDEN.items() if (nodes := root.xpath(path))]
    found += _stock_timer_faults(root)
    for node in root.iter(BPMN + "conditionExpression"):
        found += _expression_faults(node.text or "", node.sourceline, environment)
    found += _lane_faults(root)
    found += _gateway_faults(root)
    return found + [f"{gateway}：循环内不得有汇合，请放入子流程" for gateway in looped_joins(root)]


def _stock_timer_faults(root: Any) -> list[str]:
    dates = root.xpath('//*[local-name()="timeDate"]')
    return [
        f"时限应写作 sla:名称，现为“{date.text}”" for date in dates if not (date.text or "").strip().startswith("sla:")
    ]


def _expression_faults(expression: str, line: int, environment: LockedEnvironment) -> list[str]:
    try:
        environment.check(expression)
    except (SyntaxError, ValueError) as error:
        return [f"第 {line} 行表达式不允许：{error}"]
    return []


def _lane_faults(root: Any) -> list[str]:
    lanes = {node.text: lane.get("id") for lane in root.iter(BPMN + "lane") for node in lane.iter(BPMN + "flowNodeRef")}
    found = [f"泳道 {lane} 不是角色" for lane in set(lanes.values()) if lane not in set(Role)]
    found += [
        f"{lane.get('id')}：泳道名称应为“{Role(lane.get('id')).label}”"
        for lane in root.iter(BPMN + "lane")
        if lane.get("id") in set(Role) and lane.get("name") != Role(lane.get("id")).label
    ]
    found += [
        f"{task.get('id')}：人工任务不在泳道内" for task in root.iter(BPMN + "userTask") if task.get("id") not in lanes
    ]
    return found + [
        f"{task.get('id')}：人工任务不得放在内嵌子流程中"
        for task in root.xpath('//*[local-name()="subProcess"]//*[local-name()="userTask"]')
    ]


def _gateway_faults(root: Any) -> list[str]:
    flows = [flow.get("sourceRef") for flow in root.iter(BPMN + "sequenceFlow")]
    return [
        f"{gateway.get('id')}：排他网关没有默认出口"
        for gateway in root.iter(BPMN + "exclusiveGateway")
        if not gateway.get("default") and flows.count(gateway.get("id")) > 1
    ]


def looped_joins(root: Any) -> list[str]:
    """Parallel and inclusive joins that lie on a cycle of their own scope: the engine fires them early."""
    found: list[str] = []
    for scope in root.iter(BPMN + "process", BPMN + "subProcess", BPMN + "transaction"):
        following, incoming = _flows(scope)
        gateways = [*scope.findall(BPMN + "parallelGateway"), *scope.findall(BPMN + "inclusiveGateway")]
        joins = [gateway.get("id") for gateway in gateways if incoming.get(gateway.get("id"), 0) > 1]
        found += [join for join in joins if join in _reach(following, join)]
    return found


def _flows(scope: Any) -> tuple[dict[str, set[str]], dict[str, int]]:
    following: dict[str, set[str]] = {}
    incoming: dict[str, int] = {}
    for flow in scope.findall(BPMN + "sequenceFlow"):
        following.setdefault(flow.get("sourceRef"), set()).add(flow.get("targetRef"))
        incoming[flow.get("targetRef")] = incoming.get(flow.get("targetRef"), 0) + 1
    for event in scope.findall(BPMN + "boundaryEvent"):
        following.setdefault(event.get("attachedToRef"), set()).add(event.get("id"))
    return following, incoming


def _reach(following: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = list(following.get(start, ()))
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += following.get(node, ())
    return seen


def _table_faults(root: Any, environment: LockedEnvironment) -> list[str]:
    found = [
        f"命中策略 {table.get('hitPolicy')} 不受支持"
        for table in root.xpath('//*[local-name()="decisionTable"]')
        if table.get("hitPolicy") not in HIT_POLICIES or table.get("aggregation")
    ]
    for entry in root.xpath('//*[local-name()="inputEntry"]/*[local-name()="text"]'):
        text = (entry.text or "").strip()
        if text not in {"", "-"}:
            found += _cell_faults(_as_expression(text), entry.sourceline, environment)
    return found


def _cell_faults(expression: str, line: int, environment: LockedEnvironment) -> list[str]:
    found = _expression_faults(expression, line, environment)
    if not found and _never_matches(expression):
        found = [f"第 {line} 行单元格“{expression}”永远不会命中"]
    return found


def _never_matches(expression: str) -> bool:
    """Lists of values and `not(…)` are read by the engine as one value that nothing equals."""
    tree = ast.parse(expression.strip(), mode="eval").body
    return isinstance(tree, ast.Tuple) or (isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not))


def _as_expression(text: str) -> str:
    """A cell as the engine will evaluate it: a value, an operator with a value, or a test with `?`."""
    if "?" in text:
        return text.replace("?", "v")
    return f"v {text}" if text[0] in "<>=!" else text

"""Versions of a drawing compared, and a running case moved from one to another, or refused with the reasons.

A move that the engine would let pass and that could not be loaded, or that lost an open step, is never saved.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.util.diff import SpecDiff, diff_workflow, migrate_workflow

from engine.workflow import task_list
from engine.workflow.serializer import Specs, StateSerializer

GONE_BY = TaskState.COMPLETED | TaskState.STARTED


def differences(old: Specs, new: Specs, serializer: StateSerializer) -> list[str]:
    """What changed from one version to the other, one line each; empty when nothing did."""
    before, after = _processes(old), _processes(new)
    lines = [f"不再调用流程 {name}" for name in before.keys() - after.keys()]
    lines += [f"新调用流程 {name}" for name in after.keys() - before.keys()]
    for name in sorted(before.keys() & after.keys()):
        diff = SpecDiff(serializer.registry, before[name], after[name])
        lines += [f"{name}：新增 {_words(spec)}" for spec in diff.added]
        lines += [f"{name}：删去 {_words(spec)}" for spec in diff.removed]
        lines += [f"{name}：改动 {_words(spec)}（{'、'.join(what)}）" for spec, what in diff.changed.items()]
    return lines


def moved(case: Any, new: Specs, spec_hash: str, serializer: StateSerializer) -> tuple[list[str], bytes]:
    """(why it must not be moved, the body on the new version). The case itself is spoilt: throw it away.

    The body is loaded again and compared before it is handed out.
    """
    if faults := list(_objections(case, new, serializer)):
        return faults, b""
    before = _open(case)
    spec, called = new
    top, inner = diff_workflow(serializer.registry, case, spec, called)
    for key, diff in inner.items():
        run = case.subprocesses[key]
        migrate_workflow(diff, run, called[run.spec.name])
    migrate_workflow(top, case, spec)
    case.subprocess_specs, case.spec_hash = called, spec_hash
    body = serializer.dump(case)
    after = _open(serializer.load(body))
    return [
        f"{what}：迁移前 {before[what]}，迁移后 {after[what]}" for what in before if before[what] != after[what]
    ], body


def _objections(case: Any, new: Specs, serializer: StateSerializer) -> Iterator[str]:
    top, inner = diff_workflow(serializer.registry, case, *new)
    for key, diff in (("", top), *inner.items()):
        run = case.subprocesses[key] if key else case
        if diff is None:
            yield f"正在进行的流程 {run.spec.name} 在新版中没有了"
            continue
        yield from (f"步骤 {_words(task.task_spec)} 在新版中没有了" for task in diff.removed)
        yield from (f"已经经过的步骤 {_words(task.task_spec)} 有改动" for task in diff.changed if task.state & GONE_BY)
        target = new[0] if not key else new[1][run.spec.name]
        for task in run.get_tasks(state=TaskState.READY | TaskState.STARTED, skip_subprocesses=True):
            name = task.task_spec.name
            if _attached(run.spec, name) != _attached(target, name):
                yield f"正在办理的步骤 {_words(task.task_spec)} 增减了边界事件"


def _attached(spec: Any, name: str) -> set[str]:
    split = spec.task_specs.get(f"{name}.BoundaryEventSplit")
    return {output.name for output in split.outputs} if split is not None else set()


def _open(case: Any) -> dict[str, Any]:
    return {
        "待办步骤": sorted((key, task.task_spec.bpmn_id) for key, task in task_list.open_steps(case).items()),
        "等待的期限": sorted(task_list.awaited_timers(case)),
        "等待的消息": sorted(task_list.awaited_messages(case)),
    }


def _processes(specs: Specs) -> dict[str, Any]:
    spec, called = specs
    return {spec.name: spec, **called}


def _words(spec: Any) -> str:
    return f"{spec.bpmn_name or spec.name}（{spec.bpmn_id or spec.name}）"

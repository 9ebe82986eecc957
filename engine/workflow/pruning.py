"""Forgetting what is finished, so that a case of any history costs the same to load and save."""

from typing import Any

from SpiffWorkflow import TaskState

OPEN = TaskState.READY | TaskState.WAITING | TaskState.STARTED


def prune(workflow: Any) -> Any:
    """The same open tasks with the same data; finished tasks above their common ancestor are gone."""
    _forget_orphans(workflow)
    for scope in [workflow, *workflow.subprocesses.values()]:
        if scope is workflow or scope.parent_task_id in workflow.subprocesses:
            _prune_scope(workflow, scope)
    for task_id, scope in list(workflow.subprocesses.items()):
        still_there = task_id in workflow.subprocesses
        if still_there and scope.completed and workflow.get_task_from_id(task_id).has_state(TaskState.FINISHED_MASK):
            _forget(workflow, task_id)
    return workflow


def _forget(workflow: Any, task_id: Any) -> None:
    scope = workflow.subprocesses.pop(task_id, None)
    if scope is not None:
        for child in list(scope.tasks):
            _forget(workflow, child)


def _forget_orphans(workflow: Any) -> None:
    """A cancelled scope leaves subprocesses whose parent task is gone."""
    while True:
        known = set(workflow.tasks).union(*(scope.tasks for scope in workflow.subprocesses.values()))
        lost = [task_id for task_id in workflow.subprocesses if task_id not in known]
        if not lost:
            return
        for task_id in lost:
            _forget(workflow, task_id)


def _prune_scope(workflow: Any, scope: Any) -> None:
    open_tasks = [task for task in scope.tasks.values() if task.has_state(OPEN)]
    failed = any(task.has_state(TaskState.ERROR) for task in scope.tasks.values())
    if scope.completed or not open_tasks or failed:
        return
    anchor = _anchor([_line_of(task) for task in open_tasks], scope.task_tree)
    if anchor is None:
        return
    keep = {task.id for task in _descendants(anchor)}
    for task in [t for t in scope.tasks.values() if t.id not in keep and t is not scope.task_tree]:
        _forget(workflow, task.id)
        del scope.tasks[task.id]
    scope.task_tree.children, anchor.parent = [anchor], scope.task_tree
    if scope.last_task is not None and scope.last_task.id not in scope.tasks:
        scope.last_task = anchor


def _line_of(task: Any) -> list[Any]:
    line = []
    while task is not None:
        line.append(task)
        task = task.parent
    return line[::-1]


def _anchor(lines: list[list[Any]], root: Any) -> Any | None:
    """The parent of the lowest common ancestor of the open tasks: it carries their data."""
    depth = 0
    while all(len(line) > depth + 1 for line in lines) and len({line[depth + 1].id for line in lines}) == 1:
        depth += 1
    return None if depth < 2 or lines[0][depth - 1] is root else lines[0][depth - 1]


def _descendants(task: Any) -> list[Any]:
    found, todo = [], [task]
    while todo:
        task = todo.pop()
        found.append(task)
        todo += task.children
    return found

"""The locked script engine: a drawing may compare, pick and combine facts, and nothing else."""

import ast
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment

ALLOWED_SYNTAX = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq,
    ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Is, ast.IsNot, ast.Name, ast.Load, ast.Constant,
    ast.List, ast.Tuple, ast.Subscript, ast.IfExp,
)  # fmt: skip
LONGEST_EXPRESSION = 400

Operator = Callable[["ServiceCall"], Mapping[str, Any]]


@dataclass(frozen=True)
class ServiceCall:
    """What a service task hands to its operator: the transaction's context, the routing facts, the parameters."""

    context: Any
    data: Mapping[str, Any]
    parameters: Mapping[str, Any]


class LockedEnvironment(TaskDataEnvironment):  # type: ignore[misc]
    """Evaluates expressions of the allowed syntax only; refuses scripts altogether."""

    def __init__(self) -> None:
        super().__init__({"__builtins__": {}})
        self._compiled: dict[str, CodeType] = {}

    def check(self, source: str) -> CodeType:
        """The compiled expression; ValueError or SyntaxError when it holds anything not allowed in a drawing."""
        if source not in self._compiled:
            if len(source) > LONGEST_EXPRESSION:
                raise ValueError("expression too long")
            tree = ast.parse(source.strip(), mode="eval")
            for node in ast.walk(tree):
                if not isinstance(node, ALLOWED_SYNTAX):
                    raise ValueError(f"{type(node).__name__} is not allowed in a drawing")
                if isinstance(node, ast.Name) and node.id.startswith("_"):
                    raise ValueError("names that start with _ are not allowed in a drawing")
            self._compiled[source] = compile(tree, "<drawing>", "eval")
        return self._compiled[source]

    def evaluate(self, expression: str, context: dict[str, Any], external_context: Any = None) -> Any:
        return super().evaluate(self.check(expression), context, external_context)

    def execute(self, script: str, context: dict[str, Any], external_context: Any = None) -> Any:
        raise ValueError("script tasks are not allowed in a drawing")


class DrawingEngine(PythonScriptEngine):  # type: ignore[misc]
    """The script engine of every case: locked expressions, and operators known by name."""

    def __init__(self, operators: Mapping[str, Operator]) -> None:
        super().__init__(LockedEnvironment())
        self.operators = operators

    def call_service(self, task: Any, operation_name: str = "", operation_params: Any = None, **_: Any) -> str:
        """The operator's result as JSON text; a failure names the operator and keeps its cause."""
        parameters = {name: value["value"] for name, value in (operation_params or {}).items()}
        context = task.workflow.top_workflow.context
        try:
            return json.dumps(self.operators[operation_name](ServiceCall(context, task.data, parameters)))
        except KeyError as error:
            raise WorkflowTaskException(f"no operator {operation_name}: {error}", task=task, exception=error) from error

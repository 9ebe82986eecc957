"""The drawings and decision tables: loaded and checked at start, versions kept for as long as a case runs on them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.spiff.parser.process import VALIDATOR
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import DisclosureError
from engine.records import ProcessVersion
from engine.workflow import lint
from engine.workflow.expressions import DrawingEngine
from engine.workflow.serializer import Specs, StateSerializer
from engine.workflow.services import OPERATORS
from engine.workflow.timers import DrawingParser

Sources = dict[str, str]
"""File name → text of every drawing and table of one version."""


@dataclass(frozen=True)
class Decision:
    """What a decision table answered, and which of its rows did."""

    rule_id: str
    description: str
    values: Mapping[str, Any]


class BadDrawing(DisclosureError):
    """A drawing or table that must not reach a case; `faults` lists why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("流程图或决策表未通过检查，未予发布：" + "；".join(faults))
        self.faults = faults


class Catalogue:
    """Every drawing at hand: the current ones, and on demand the older versions that running cases keep."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.engine = DrawingEngine(OPERATORS)
        if faults := lint.faults(self.sources, self.engine.environment):
            raise BadDrawing(faults)
        self._specs: dict[str, Specs] = {}
        self._tables: dict[str, Any] = {}
        self.serializer = StateSerializer(self._specs_of, self.engine)
        self._parser = _parse(self.sources)
        self.current: dict[str, str] = {
            name: self._remember(self._parser, name) for name in self._parser.get_process_ids()
        }

    @staticmethod
    def of(folder: Path, *instead: Path) -> "Catalogue":
        """The drawings and tables of a folder, with some files taken from elsewhere; BadDrawing when one is unfit."""
        paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".bpmn", ".dmn"}]
        by_name = {path.name: path for path in (*paths, *instead)}
        return Catalogue({name: path.read_text(encoding="utf-8") for name, path in by_name.items()})

    def deploy(self, records: Session, at: datetime) -> None:
        """Each current drawing stands in the table of versions; those already there stay as they are."""
        known = set(records.scalars(select(ProcessVersion.spec_hash)))
        for process_id, spec_hash in self.current.items():
            if spec_hash not in known:
                last = records.scalar(
                    select(func.coalesce(func.max(ProcessVersion.number), 0)).where(
                        ProcessVersion.process_id == process_id
                    )
                )
                records.add(
                    ProcessVersion(
                        spec_hash=spec_hash,
                        process_id=process_id,
                        number=(last or 0) + 1,
                        sources=json.dumps(self.sources, ensure_ascii=False),
                        deployed_at=at,
                    )
                )
        records.flush()

    def specs(self, records: Session, spec_hash: str) -> Specs:
        """The parsed drawing of any version, read from its stored sources the first time it is asked for."""
        if spec_hash not in self._specs:
            version = records.get_one(ProcessVersion, spec_hash)
            again = self._remember(_parse(json.loads(version.sources)), version.process_id)
            if again != spec_hash:
                raise DisclosureError(f"流程版本 {version.process_id} 第 {version.number} 版与存档不符，请联系管理员。")
        return self._specs[spec_hash]

    def specs_now(self, process_id: str) -> Specs:
        """The parsed current version of a drawing."""
        return self._specs[self.current[process_id]]

    def decide(self, table: str, facts: Mapping[str, Any]) -> Decision:
        """The answer of a decision table, with the row that gave it; DisclosureError when no row fits."""
        rules = self._rows(table, facts)
        if not rules:
            raise DisclosureError(f"决策表 {table} 没有适用于这些事实的规则，请联系管理员。")
        return rules[0]

    def decide_all(self, table: str, facts: Mapping[str, Any]) -> list[Decision]:
        """Every row of a COLLECT table that fits, in the order of the table."""
        return self._rows(table, facts)

    def _rows(self, table: str, facts: Mapping[str, Any]) -> list[Decision]:
        task = SimpleNamespace(data=dict(facts), workflow=SimpleNamespace(script_engine=self.engine))
        found = self._table(table).decide(task)
        return [Decision(rule.id, rule.description or "", rule.output_as_dict(task)) for rule in found]

    def _table(self, table: str) -> Any:
        """The table, read once: the library's parser would read it anew each time it is asked."""
        if table not in self._tables:
            self._tables[table] = self._parser.get_engine(table, None)
        return self._tables[table]

    def _specs_of(self, spec_hash: str) -> Specs:
        return self._specs[spec_hash]

    def _remember(self, parser: DrawingParser, process_id: str) -> str:
        specs = (parser.get_spec(process_id), parser.get_subprocess_specs(process_id))
        _connect_instances(specs)
        spec_hash = self.serializer.hash_of(specs)
        self._specs[spec_hash] = specs
        return spec_hash


def _connect_instances(specs: Specs) -> None:
    """A step done several times side by side hears of each time that is done.

    SpiffWorkflow connects the two only in the process in which the step began: after a restart, and in every other
    worker, the last one done would leave the case standing still.
    """
    spec, called = specs
    for process in (spec, *called.values()):
        for step in process.task_specs.values():
            if isinstance(step, LoopTask):
                done = process.task_specs[step.task_spec].completed_event
                if not done.is_connected(step.merge_child):
                    done.connect(step.merge_child)


def _parse(sources: Sources) -> DrawingParser:
    parser = DrawingParser(validator=VALIDATOR)
    for name, text in _tables_first(sources.items()):
        add = parser.add_dmn_xml if name.endswith(".dmn") else parser.add_bpmn_xml
        add(lint.safe_xml(text), filename=name)
    return parser


def _tables_first(files: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(files, key=lambda file: (not file[0].endswith(".dmn"), file[0]))

"""The promises of the house: sizes, borders, one transaction, one clock, locks that name no machine."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.source_tree import ROOT, all_files, files, name, product_code, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
VARIABLE = re.compile(r"\bMINGDA_[A-Z][A-Z_]*[A-Z]\b")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = [
    "engine.cli",
    "engine.cli_office",
    "engine.tools",
    "web | engine.scheduler",
    "engine.outbox",
    "engine.bootstrap",
    "engine.commands | engine.queries",
    "engine.redate",
    "engine.office",
    "engine.deadlines",
    "engine.case_clock",
    "engine.workflow | engine.letters | engine.post",
    "engine.records",
    "engine.permissions | engine.rules | engine.passwords",
    "engine.settings | engine.clock | engine.logs | engine.resources",
    "engine.errors",
]
SYSTEM_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each line of a text file with its place; nothing for pictures and the like."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for number, line in enumerate(text.splitlines(), 1):
        yield f"{name(path)}:{number}", line


def calls(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each call of a method in a file: its place, what it is called on (last word), its name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            owner = on.attr if isinstance(on, ast.Attribute) else on.id if isinstance(on, ast.Name) else ""
            yield f"{name(path)}:{node.lineno}", owner, node.func.attr


def imports(path: Path) -> set[str]:
    """The top-level names that a file imports."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_no_file_of_the_product_is_long() -> None:
    long = {name(path): count for path in product_code() if (count := len(list(lines_of(path)))) > LONGEST_FILE}
    assert not long


def test_no_function_of_the_product_is_long() -> None:
    """Migrations are flat lists of tables and may be as long as their file."""
    long = [
        f"{name(path)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for path in product_code()
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_no_module_is_named_for_nothing() -> None:
    nameless = {"utils", "helpers", "common", "core", "managers"}
    assert not [name(path) for path in product_code() if nameless & {path.stem, path.parent.name}]


def test_only_the_office_ends_a_transaction() -> None:
    found = [
        place
        for path in product_code()
        if name(path) not in {"engine/office.py", "engine/tools/report_walk.py"}  # an office over many cases at once
        for place, _, method in calls(path)
        if method in {"commit", "rollback"}
    ]
    assert not found


def test_only_the_workflow_package_imports_the_engine_library() -> None:
    importing = {name(path) for path in product_code() if "SpiffWorkflow" in imports(path)}
    assert importing
    assert all(path.startswith("engine/workflow/") for path in importing)


def test_the_law_imports_the_standard_library_alone() -> None:
    allowed = {"engine"} | set(sys.stdlib_module_names)
    assert not {name(path): extra for path in files("engine/rules", ".py") if (extra := imports(path) - allowed)}


def test_only_the_clock_reads_the_system_clock() -> None:
    found = [
        f"{place} {owner}.{method}()"
        for path in product_code()
        if name(path) != "engine/clock.py"
        for place, owner, method in calls(path)
        if (owner, method) in SYSTEM_CLOCK
    ]
    assert not found


def test_the_import_contract_is_the_agreed_one() -> None:
    contracts = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    assert contracts["Imports point downwards"]["layers"] == LAYERS
    assert contracts["The law imports no framework"]["source_modules"] == ["engine.rules"]
    assert contracts["Pages do not touch rows or the workflow"]["forbidden_modules"] == [
        "engine.records",
        "engine.workflow",
    ]
    assert contracts["Only engine.workflow imports SpiffWorkflow"]["allowed_importers"] == ["engine.workflow"]
    assert not any("ignore_imports" in contract for contract in contracts.values())


def test_every_part_of_the_engine_has_its_layer() -> None:
    layered = {part.strip() for layer in LAYERS for part in layer.split("|")}
    parts = {f"engine.{path.stem}" for path in (ROOT / "engine").glob("*.py") if not path.stem.startswith("__")}
    parts |= {f"engine.{path.parent.name}" for path in (ROOT / "engine").glob("*/__init__.py")}
    assert parts <= layered


def test_no_file_names_a_machine_a_registry_or_a_neighbouring_folder() -> None:
    forbidden = re.compile(
        r"(?<![\w.])/(?:work|farm|root)/\w"
        r"|https?://[\w.-]*(?:pythonhosted|pypi|npmjs|yarnpkg|debian|ubuntu)\."
        r"|\.\./shared\b"
    )
    found = [place for path in all_files() for place, line in lines_of(path) if forbidden.search(line)]
    assert not found


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-test.txt"])
def test_every_python_package_is_locked_by_hash_and_without_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 20
    assert not [package for package in packages if not re.match(r"[\w.-]+==\S+ .*\n(.*\n)*\s+--hash=sha256:", package)]
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)


def test_the_test_lock_pins_what_the_product_lock_pins() -> None:
    product, test = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-test.txt")
    )
    assert product.items() <= test.items()


def test_every_javascript_package_is_locked_by_hash_and_without_an_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in packages.values())
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(packages[f"node_modules/{package}"]["version"] == version for package, version in wanted.items())


@pytest.mark.parametrize("script", [*files("script", ""), *files(".ci", "")], ids=name)
def test_every_script_is_plain_sh_that_a_bare_system_can_run(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n# ")
    assert os.access(script, os.X_OK)
    assert subprocess.run(["/bin/sh", "-n", script], check=False).returncode == 0


def test_every_switched_off_rule_says_why() -> None:
    switched_off = re.compile(r"#\s*noqa\b(?P<rest>.*)")
    bare = [
        place
        for path in product_code()
        for place, line in lines_of(path)
        if (found := switched_off.search(line))
        and not re.match(r":\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+\S.*\w", found["rest"])
    ]
    assert not bare


def test_every_variable_of_the_environment_is_explained() -> None:
    read = {found for path in product_code() for found in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    explained = set(VARIABLE.findall((ROOT / "docs/running.md").read_text(encoding="utf-8")))
    assert read == explained

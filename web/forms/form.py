"""A form: its fields and rows as typed, their values once they are read, and what is wrong with them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from werkzeug.datastructures import MultiDict

from engine.errors import DisclosureError
from web.forms.fields import Line, Refused, cleaned

Typed = MultiDict[str, str]

MOST_ROWS = 60
FORBIDDEN_KEY = "typename"
HIDDEN_CHARACTERS = "有看不见的控制字符，已经去掉，请核对后再提交。"


@dataclass
class Bound:
    """One field of one form: what was typed, what it means, what is wrong with it."""

    spec: Line
    name: str
    texts: list[str]
    had_control_characters: bool = False
    value: Any = None
    errors: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the field shows."""
        return self.texts[0] if self.texts else ""

    @property
    def described_by(self) -> str:
        """The ids of the hint and of the error message, for those who hear the page."""
        parts = [f"{self.name}-hint"] * bool(self.spec.hint) + [f"{self.name}-error"] * bool(self.errors)
        return " ".join(parts)

    def read(self) -> None:
        """The value is what was typed, or the errors say why it is none."""
        self.errors = [HIDDEN_CHARACTERS] if self.had_control_characters else []
        try:
            self.value = self.spec.read(self.texts)
        except Refused as refusal:
            self.errors.append(str(refusal))


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list of the same small form, as long as is needed; rows left empty count as none."""

    label: str
    row: "type[Form]"
    least: int = 1
    add: str = "再加一行"
    hint: str = ""


@dataclass
class BoundRows:
    """The rows as typed."""

    spec: Rows
    name: str
    forms: "list[Form]"

    @property
    def filled(self) -> "list[Form]":
        """The rows in which something was typed."""
        return [form for form in self.forms if not form.is_empty]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary, and the field it leads to."""

    target: str
    label: str
    message: str


class Form:
    """The fields are class attributes; subclasses add how they become the command's argument."""

    specs: ClassVar[dict[str, Line]] = {}
    row_specs: ClassVar[dict[str, Rows]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.specs = {**cls.specs, **{k: v for k, v in vars(cls).items() if isinstance(v, Line)}}
        cls.row_specs = {**cls.row_specs, **{k: v for k, v in vars(cls).items() if isinstance(v, Rows)}}

    def __init__(
        self,
        typed: Typed | None = None,
        *,
        prefix: str = "",
        start: Mapping[str, Any] | None = None,
        specs: Mapping[str, Line] | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        """`start` are the values shown before anything is typed; `specs` replace fields whose options vary;
        `only` names the fields this case needs."""
        self.prefix = prefix
        self.top: list[str] = []
        self._typed = typed
        given = {**self.specs, **(specs or {})}
        self.fields = {
            name: self._bind(spec, name, (start or {}).get(name))
            for name, spec in given.items()
            if only is None or name in only
        }
        self.rows = {
            name: BoundRows(spec, prefix + name, self._bind_rows(spec, name, (start or {}).get(name)))
            for name, spec in self.row_specs.items()
            if only is None or name in only
        }

    def __getitem__(self, name: str) -> Bound:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields or name in self.rows

    def value(self, name: str) -> Any:
        """The value of a field after reading; what an empty one means when the form does not have it."""
        return self.fields[name].value if name in self.fields else self.specs[name].nothing

    def filled(self, name: str) -> "list[Form]":
        """The rows of this name in which something was typed; none when the form does not have them."""
        return self.rows[name].filled if name in self.rows else []

    @property
    def is_empty(self) -> bool:
        """Nothing was typed at all."""
        return not any(text.strip() for bound in self.fields.values() for text in bound.texts)

    def read(self) -> bool:
        """Every value is read; whether nothing is wrong with the shape of any."""
        for bound in self.fields.values():
            bound.read()
        if self._typed is not None and not self.prefix:
            self._refuse_foreign_keys(self._typed)
        sound = [form.read() for rows in self.rows.values() for form in rows.filled]
        return all(sound) and not self.top and not any(bound.errors for bound in self.fields.values())

    def refuse(self, error: DisclosureError) -> None:
        """The error stands at the field it names, or at the top of the form."""
        target = self.find(error.field or "")
        if target is None:
            self.top.append(error.message)
        else:
            target.errors.append(error.message)

    def find(self, name: str) -> Bound | None:
        """The field of this name, or the first field of the rows of this name."""
        if name in self.fields:
            return self.fields[name]
        if name in self.rows and self.rows[name].forms:
            return next(iter(self.rows[name].forms[0].fields.values()))
        return None

    def adjust_rows(self, wish: str) -> bool:
        """Whether `wish` (`NAME+` or `NAME-INDEX-`) named rows of this form; they are then one more or one fewer."""
        for rows in self.rows.values():
            if wish == f"{rows.name}+" and len(rows.forms) < MOST_ROWS:
                rows.forms.append(rows.spec.row(prefix=f"{rows.name}-{len(rows.forms)}-"))
                return True
            gone = re.fullmatch(rf"{re.escape(rows.name)}-([0-9]{{1,3}})-", wish)
            if gone and int(gone[1]) < len(rows.forms):
                del rows.forms[int(gone[1])]
                rows.forms[:] = [form.renamed(f"{rows.name}-{i}-") for i, form in enumerate(rows.forms)]
                return True
        return False

    def renamed(self, prefix: str) -> Self:
        """The same form under another prefix."""
        for name, bound in self.fields.items():
            bound.name = prefix + name
        self.prefix = prefix
        return self

    def problems(self) -> Iterator[Problem]:
        """Everything wrong with the form, in the order of the page."""
        for message in self.top:
            yield Problem("form", "", message)
        for bound in self.fields.values():
            for message in bound.errors:
                yield Problem(bound.name, bound.spec.label, message)
        for rows in self.rows.values():
            for form in rows.forms:
                yield from form.problems()

    def _bind(self, spec: Line, name: str, start: Any) -> Bound:
        full = self.prefix + name
        if self._typed is None:
            return Bound(spec, full, spec.show(start), value=start)
        texts, had_control = cleaned(self._typed.getlist(full))
        return Bound(spec, full, texts, had_control)

    def _bind_rows(self, spec: Rows, name: str, start: Any) -> "list[Form]":
        full = self.prefix + name
        if self._typed is None:
            values = list(start or ())
            values += [{}] * (spec.least - len(values))
            return [spec.row(prefix=f"{full}-{i}-", start=value) for i, value in enumerate(values)]
        pattern = re.compile(rf"{re.escape(full)}-([0-9]{{1,3}})-")
        numbers = sorted({int(found[1]) for key in self._typed if (found := pattern.match(key))})[:MOST_ROWS]
        typed = [spec.row(self._typed, prefix=f"{full}-{number}-") for number in numbers]
        typed += [spec.row(prefix="") for _ in range(spec.least - len(typed))]
        return [form.renamed(f"{full}-{i}-") for i, form in enumerate(typed)]

    def _refuse_foreign_keys(self, typed: Typed) -> None:
        if any(FORBIDDEN_KEY in key.split("-") for key in typed):
            self.top.append(f"表单中有无法识别的字段“{FORBIDDEN_KEY}”，没有保存，请刷新页面后重新填写。")


def in_words(name: str, text: str) -> tuple[str, str]:
    """The label of a field and its value in words, for a copy of what was typed; the bare ones when unknown."""
    last = name.rpartition("-")[2]
    spec = next((kind.specs[last] for kind in _kinds(Form) if last in kind.specs), None)
    if spec is None:
        return name, text
    return spec.label, dict(getattr(spec, "options", ())).get(text, text)


def _kinds(kind: type[Form]) -> Iterator[type[Form]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)

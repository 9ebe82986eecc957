"""Forms around the letters: a number given up, places blacked out, what goes out with a reply."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.commands.redactions import MarkedBlock
from engine.queries.redactions import EnclosableFile
from web.forms.fields import Line, Number, Pick, Prose, Several
from web.forms.form import Form, Rows, Typed


class VoidNumberForm(Form):
    """Why a number is given up."""

    reason = Prose(
        label="作废原因", required="请写明作废的原因。", rows=3, most=400, hint="例如：误用了上一年度的编号。"
    )


GROUNDS = (
    "《条例》第十四条",
    "《条例》第十五条",
    "《条例》第十六条第一款",
    "《条例》第十六条第二款",
)
"""On which a part of a paper may be withheld. 《条例》第14条至第16条"""


class BlockRow(Form):
    """One rectangle, in millimetres from the upper left corner of its page, with its ground and reason."""

    page = Number(label="页", required="请填写页码。", largest=9999)
    from_left = Number(label="距左边（毫米）", required="请填写距左边的毫米数。", least=0, largest=500)
    from_top = Number(label="距上边（毫米）", required="请填写距上边的毫米数。", least=0, largest=500)
    width = Number(label="宽（毫米）", required="请填写宽度。", largest=500)
    height = Number(label="高（毫米）", required="请填写高度。", largest=500)
    legal_basis = Pick(
        label="依据", required="请选择遮盖的依据。", options=tuple((ground, ground) for ground in GROUNDS)
    )
    reasons = Line(label="理由", required="请写明遮盖的理由。", most=200, hint="不要写出被遮盖的内容。")

    def block(self) -> MarkedBlock:
        """What the command takes."""
        return MarkedBlock(
            left=self.value("from_left"),
            top=self.value("from_top"),
            **{name: self.value(name) for name in ("page", "width", "height", "legal_basis", "reasons")},
        )


class RedactionForm(Form):
    """Every place of one original that is withheld."""

    marks = Rows(
        label="遮盖之处", row=BlockRow, add="再遮盖一处", hint="从页面左上角起量，以毫米为单位；每处写明依据和理由。"
    )

    @staticmethod
    def of(blocks: Sequence[Mapping[str, Any]], typed: Typed | None) -> "RedactionForm":
        """The form with the places that are marked already."""
        start = [{**block, "from_left": int(block["left"]), "from_top": int(block["top"])} for block in blocks]
        return RedactionForm(typed, start={"marks": start} if start else None)

    def blocks(self) -> list[MarkedBlock]:
        """What the command takes."""
        return [row.block() for row in self.filled("marks") if isinstance(row, BlockRow)]


class EnclosuresForm(Form):
    """Which files go out with the reply; an original of which a part is withheld is not among them."""

    files = Several(label="选择文件")

    @staticmethod
    def among(files: Sequence[EnclosableFile], typed: Typed | None) -> "EnclosuresForm":
        """The form with the files of the case that may leave the house."""
        may = [file for file in files if not file.is_original]
        options = tuple((str(file.id), f"{file.name}（{file.purpose}）") for file in may)
        start = {"files": [str(file.id) for file in may if file.is_enclosed]}
        return EnclosuresForm(typed, start=start, specs={"files": Several(label="选择文件", options=options)})

    def chosen(self) -> set[int]:
        """The rows of the chosen files."""
        return {int(value) for value in self.value("files")}

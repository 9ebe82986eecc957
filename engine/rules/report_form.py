"""The form of the annual report: rows, columns and headings of tables two, three and four, as of 2021 and as of 2019.

Headings are the words of the form. Codes are those of published report data: 3.3.1 is the first row of （三）不予公开.
"""

from dataclasses import dataclass

from engine.errors import RuleViolation
from engine.rules.vocabulary import ApplicantKind, Labelled, ReportRow


class ReportForm(Labelled):
    """年度报告格式: which notice of the General Office of the State Council prescribes the tables. 《条例》第50条"""

    FORM_2019 = "2019", "国办公开办函〔2019〕60号"
    FORM_2021 = "2021", "国办公开办函〔2021〕30号"

    @staticmethod
    def of_year(year: int) -> "ReportForm":
        """The form for the report on a year: reports for 2021 and later use the form of 2021."""
        return ReportForm.FORM_2021 if year >= 2021 else ReportForm.FORM_2019


class RemedyRoute(Labelled):
    """救济途径: the three groups of table four. 《条例》第50条第1款"""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION_DIRECT = "litigation_direct", "未经复议直接起诉"
    LITIGATION_AFTER_RECONSIDERATION = "litigation_after_reconsideration", "复议后起诉"


class RemedyResult(Labelled):
    """复议、诉讼结果: the columns of table four. 国办公开办函〔2021〕30号"""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
    PENDING = "pending", "尚未审结"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of table three: its code, the words of the form, and the code of the group it stands under."""

    code: str
    heading: str
    group: str = ""

    @property
    def is_outcome(self) -> bool:
        """Whether an answered application can be counted here: all rows of part three but its total."""
        return self.code.startswith("3.") and self.code != ANSWERED

    @property
    def full_heading(self) -> str:
        """The heading with its group in front, as a sentence names the row."""
        return f"{GROUPS[self.group]} {self.heading}" if self.group else self.heading


RECEIVED = "1"
CARRIED_IN = "2"
ANSWERED = "3.7"
CARRIED_OUT = "4"
PART_THREE = "三、本年度办理结果"
TOTAL = "总计"
TABLE_3_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = "申请人情况"
ORGANIZATIONS = "法人或其他组织"
LITIGATION = "行政诉讼"
KINDS: tuple[ApplicantKind, ...] = tuple(ApplicantKind)
COLUMNS: tuple[str, ...] = (*(kind.label for kind in KINDS), TOTAL)
"""The seven columns of table three in the order of the form: six kinds of applicants and the total."""
GROUPS = {"3.3": "（三）不予公开", "3.4": "（四）无法提供", "3.5": "（五）不予处理", "3.6": "（六）其他处理"}
SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
"""The six sections; order and headings are fixed."""

_HEAD = (
    FormRow(RECEIVED, "一、本年新收政府信息公开申请数量"),
    FormRow(CARRIED_IN, "二、上年结转政府信息公开申请数量"),
    FormRow("3.1", "（一）予以公开"),
    FormRow("3.2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    FormRow("3.3.1", "1.属于国家秘密", "3.3"),
    FormRow("3.3.2", "2.其他法律行政法规禁止公开", "3.3"),
    FormRow("3.3.3", "3.危及“三安全一稳定”", "3.3"),
    FormRow("3.3.4", "4.保护第三方合法权益", "3.3"),
    FormRow("3.3.5", "5.属于三类内部事务信息", "3.3"),
    FormRow("3.3.6", "6.属于四类过程性信息", "3.3"),
    FormRow("3.3.7", "7.属于行政执法案卷", "3.3"),
    FormRow("3.3.8", "8.属于行政查询事项", "3.3"),
    FormRow("3.4.1", "1.本机关不掌握相关政府信息", "3.4"),
    FormRow("3.4.2", "2.没有现成信息需要另行制作", "3.4"),
    FormRow("3.4.3", "3.补正后申请内容仍不明确", "3.4"),
    FormRow("3.5.1", "1.信访举报投诉类申请", "3.5"),
    FormRow("3.5.2", "2.重复申请", "3.5"),
    FormRow("3.5.3", "3.要求提供公开出版物", "3.5"),
    FormRow("3.5.4", "4.无正当理由大量反复申请", "3.5"),
    FormRow("3.5.5", "5.要求行政机关确认或重新出具已获取信息", "3.5"),
)
_OTHER_2019 = (FormRow("3.6", "（六）其他处理"),)
_OTHER_2021 = (
    FormRow("3.6.1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "3.6"),
    FormRow("3.6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.6"),
    FormRow("3.6.3", "3.其他", "3.6"),
)
_TAIL = (FormRow(ANSWERED, "（七）总计"), FormRow(CARRIED_OUT, "四、结转下年度继续办理"))
_ROWS = {
    ReportForm.FORM_2019: (*_HEAD, *_OTHER_2019, *_TAIL),
    ReportForm.FORM_2021: (*_HEAD, *_OTHER_2021, *_TAIL),
}
_BY_CODE = {form: {row.code: row for row in rows} for form, rows in _ROWS.items()}


def rows_of(form: ReportForm) -> tuple[FormRow, ...]:
    """The rows of table three in the order of the form: 23 in the form of 2019, 25 in that of 2021."""
    return _ROWS[form]


def row_of_code(form: ReportForm, code: str) -> FormRow:
    """The row with a code; RuleViolation where the form has none such."""
    try:
        return _BY_CODE[form][code]
    except KeyError:
        raise RuleViolation(f"{form}年格式的表三没有“{code[:20]}”这一行，请核对行次代码。", field="table3") from None


def outcome_codes(form: ReportForm) -> tuple[str, ...]:
    """The codes that add up to （七）总计."""
    return tuple(row.code for row in rows_of(form) if row.is_outcome)


def group_codes(form: ReportForm, group: str) -> tuple[str, ...]:
    """The codes that make up one of （一） to （六）: 3.3 has eight; 3.1, 3.2 and the 3.6 of 2019 have themselves."""
    return tuple(row.code for row in rows_of(form) if group in (row.code, row.group))


def code_of(row: ReportRow, form: ReportForm) -> str:
    """The code of an outcome's row: the form of 2019 has one row for all of （六）其他处理."""
    code = row.data_code
    return "3.6" if form is ReportForm.FORM_2019 and code.startswith("3.6.") else code


GROUP_NAMES = {"3.1": "（一）予以公开", "3.2": "（二）部分公开", **GROUPS}
"""The six results, with the short name that sentences use."""


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """One block of table two: the item of article 20 it reports on, its columns by key, its lines."""

    heading: str
    columns: tuple[tuple[str, str], ...]
    items: tuple[str, ...]


_ADDED = (("previous", "上一年项目数量"), ("change", "本年增/减"))
_TABLE_2 = {
    ReportForm.FORM_2019: (
        ItemBlock(
            "第二十条第（一）项",
            (("made", "本年新制作数量"), ("published", "本年新公开数量"), ("in_force", "对外公开总数量")),
            ("规章", "规范性文件"),
        ),
        ItemBlock("第二十条第（五）项", (*_ADDED, ("decisions", "处理决定数量")), ("行政许可", "其他对外管理服务事项")),
        ItemBlock("第二十条第（六）项", (*_ADDED, ("decisions", "处理决定数量")), ("行政处罚", "行政强制")),
        ItemBlock("第二十条第（八）项", _ADDED, ("行政事业性收费",)),
        ItemBlock("第二十条第（九）项", (("number", "采购项目数量"), ("amount", "采购总金额")), ("政府集中采购",)),
    ),
    ReportForm.FORM_2021: (
        ItemBlock(
            "第二十条第（一）项",
            (("made", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
            ("规章", "行政规范性文件"),
        ),
        ItemBlock("第二十条第（五）项", (("decisions", "本年处理决定数量"),), ("行政许可",)),
        ItemBlock("第二十条第（六）项", (("decisions", "本年处理决定数量"),), ("行政处罚", "行政强制")),
        ItemBlock("第二十条第（八）项", (("wan_yuan", "本年收费金额（单位：万元）"),), ("行政事业性收费",)),
    ),
}


def blocks_of(form: ReportForm) -> tuple[ItemBlock, ...]:
    """The blocks of table two in the order of the form.

    《条例》第20条
    """
    return _TABLE_2[form]

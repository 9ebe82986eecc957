"""The papers of a case: search record, secrecy review, list of redactions, the whole file as one volume, box label."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine.clock import beijing_date
from engine.errors import NotFound
from engine.letters import kind_of
from engine.letters.dispatch import CaseContentsFacts, CaseNotesFacts
from engine.letters.forms import SearchedPlace, SearchRecordFacts, SecrecyItem, SecrecyReviewFacts
from engine.letters.volumes import FiledPaper, case_volume, in_file_order
from engine.office import Office
from engine.permissions import Actor
from engine.queries import boxes, redactions, sheets
from engine.queries.access import NOT_THERE
from engine.queries.facts import case_row
from engine.queries.letters import LetterFile
from engine.queries.papers import house, letters_of, proof_facts, served_on
from engine.records import Application, EventName, HistoryEntry, Letter, Redaction, StoredFile, history
from engine.records.intake import IDENTITY_PROOF
from engine.records.retention import proposed_retention

KINDS_OF_FILES = {
    "申请材料": "application_form",
    "身份证明": "identity",
    "补正材料": "supplement",
    "第三方意见": "third_party_opinion_form",
    "签字的办理单": "approval_form",
    redactions.COPY: "given",
    "用印文书扫描件": "proof_of_service",
}
"""What a file was added as → its place in the volume; every other goes to the end."""


def search_record(application_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """检索记录 (D61) of all searches of the case; NotFound before the first.

    《条例》第36条第（四）项
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        facts = _search_facts(records, application, history.of(records, application))
    if facts is None:
        raise NotFound(NOT_THERE)
    return LetterFile(f"检索记录{application.case_number}.pdf", office.letters.pdf("search_record", facts))


def secrecy_review(application_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """保密审查表 (D62); NotFound before anything was reviewed.

    《条例》第17条第2款
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        facts = _secrecy_facts(records, application, history.of(records, application))
    if facts is None:
        raise NotFound(NOT_THERE)
    return LetterFile(f"保密审查表{application.case_number}.pdf", office.letters.pdf("secrecy_review", facts))


def volume(application_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """The whole file as one ordered PDF with page numbers, bookmarks, list of contents and closing note.

    Files that are no PDF are named in the closing note and stay beside it. 《条例》第45条
    """
    with office.reading() as records:
        application = case_row(records, application_id, actor)
        entries = history.of(records, application)
        head = house(records, application.case_number)
        papers = list(_papers(records, application, entries, actor, office))
        other = [file.name for file in _files(records, application) if not _is_pdf(file)]
        kind, proposed = proposed_retention(records, application)
    filed = _archived(entries)
    title = f"{application.applicant_name}政府信息公开申请"
    contents = CaseContentsFacts(
        **head, title=title, retention=filed.get("retention") or proposed.period.value, entries=(), pages=0
    )
    notes = CaseNotesFacts(
        **head, title=title, papers=0, pages=0, remarks=_remarks(other),
        retention=f"{contents.retention}（{kind.label}）",
        filed_by=filed.get("by", ""), checked_by="", filed_on=filed.get("on") or office.clock.today(),
    )  # fmt: skip
    content = case_volume(office.letters, contents, in_file_order(papers), notes)
    return LetterFile(f"案卷{application.case_number}.pdf", content)


def box_label(application_id: int, *, actor: Actor, office: Office) -> LetterFile:
    """案卷盒标签 of a box with this case alone; RuleViolation until the case is archived.

    《条例》第45条
    """
    with office.reading() as records:
        number = case_row(records, application_id, actor).case_number
    return boxes.box_label(number, number, boxes.Box(), actor=actor, office=office)


def _papers(
    records: Session, application: Application, entries: Sequence[HistoryEntry], actor: Actor, office: Office
) -> Iterator[FiledPaper]:
    agency = house(records, application.case_number)["agency"].name
    for letter in letters_of(records, application):
        yield from _letter_papers(records, letter, entries, agency, actor=actor, office=office)
    for template, facts in (
        ("search_record", _search_facts(records, application, entries)),
        ("secrecy_review", _secrecy_facts(records, application, entries)),
    ):
        if facts is not None:
            pdf = office.letters.pdf(template, facts)
            yield FiledPaper(kind=template, title=kind_of(template).name, author=agency, pdf=pdf)
    yield from _redaction_lists(records, application, agency, actor=actor, office=office)
    for file in _files(records, application):
        if _is_pdf(file):
            yield FiledPaper(
                kind=KINDS_OF_FILES.get(file.purpose, "other"),
                title=file.name.removesuffix(".pdf"),
                author=application.applicant_name if file.added_by is None else agency,
                pdf=file.content,
                dated_on=beijing_date(file.added_at),
                remarks=file.purpose,
            )


def _redaction_lists(
    records: Session, application: Application, agency: str, *, actor: Actor, office: Office
) -> Iterator[FiledPaper]:
    """区分处理（遮盖）清单 of every original whose copy a second person has checked. 《条例》第37条"""
    checked = select(Redaction.original_id).where(
        Redaction.application_id == application.id, Redaction.copy_id.is_not(None)
    )
    for original_id in records.scalars(checked.order_by(Redaction.id)).all():
        paper = redactions.redaction_list(original_id, actor=actor, office=office)
        title = kind_of("redaction_list").name
        yield FiledPaper(kind="redaction_list", title=title, author=agency, pdf=paper.content)


def _letter_papers(
    records: Session, letter: Letter, entries: Sequence[HistoryEntry], agency: str, *, actor: Actor, office: Office
) -> Iterator[FiledPaper]:
    """The letter as sealed, its approval, its service; a letter that never went out is left out."""
    if letter.pdf is None:
        return
    title = kind_of(letter.template).name
    yield FiledPaper(
        kind=letter.template, title=title, author=agency, pdf=letter.pdf,
        number=letter.document_number or "", dated_on=letter.dated_on,
    )  # fmt: skip
    sheet = sheets.approval_sheet(letter.id, actor=actor, office=office)
    yield FiledPaper(kind="approval_form", title=f"办理单（{title}）", author=agency, pdf=sheet.content)
    if day := served_on(entries, letter):
        proof = office.letters.pdf("proof_of_service", proof_facts(records, letter))
        yield FiledPaper(kind="proof_of_service", title=f"送达回证（{title}）", author=agency, pdf=proof, dated_on=day)


def _search_facts(
    records: Session, application: Application, entries: Sequence[HistoryEntry]
) -> SearchRecordFacts | None:
    searches = [entry for entry in entries if entry.event is EventName.ITEM_SEARCHED]
    if not searches:
        return None
    last = searches[-1]
    return SearchRecordFacts(
        **house(records, application.case_number),
        request_items=tuple(item.what for item in application.items),
        places=tuple(place for entry in searches for place in _places(entry.facts)),
        asked_units="、".join(dict.fromkeys(unit for entry in searches for unit in entry.facts["units"])),
        result="；".join(f"第{e.facts['item']}项：{str(e.facts['result']).rstrip('。')}" for e in searches),
        searched_by="、".join(dict.fromkeys(entry.who for entry in searches)),
        searched_at=last.at,
    )


def _places(search: dict[str, Any]) -> list[SearchedPlace]:
    found = search.get("found") or []
    return [
        SearchedPlace(
            place=place,
            terms="、".join(search["terms"]),
            period=search["years"],
            hits=f"查到{len(found)}件" if found else "未查到",
            opened="、".join(found),
        )
        for place in search["systems"]
    ]


def _secrecy_facts(
    records: Session, application: Application, entries: Sequence[HistoryEntry]
) -> SecrecyReviewFacts | None:
    reviewed = [entry for entry in entries if entry.event is EventName.SECRECY_REVIEWED]
    if not reviewed:
        return None
    words = {item.number: item.what for item in application.items}
    unit = application.handling_unit.name if application.handling_unit else "公开工作机构"
    return SecrecyReviewFacts(
        **house(records, application.case_number),
        handling_unit=unit,
        items=tuple(_secrecy_item(entry.facts, words, unit) for entry in reviewed),
        is_kept_out=True,
        opinion="；".join(f"第{e.facts['item']}项：{str(e.facts['opinion']).rstrip('。')}" for e in reviewed),
        reviewed_by="、".join(dict.fromkeys(entry.who for entry in reviewed)),
        reviewed_on=reviewed[-1].on,
    )


def _secrecy_item(facts: dict[str, Any], words: dict[int, str], unit: str) -> SecrecyItem:
    classified = facts["holds_classified"]
    return SecrecyItem(
        what=words.get(facts["item"], ""),
        source=unit,
        level="涉及国家秘密，具体内容不在此填写" if classified else "无密级标志",
        decision="不得公开" if classified else "不涉及国家秘密",
        reasons=facts["opinion"],
    )


def _files(records: Session, application: Application) -> list[StoredFile]:
    query = select(StoredFile).where(StoredFile.application_id == application.id, StoredFile.size > 0)
    query = query.where(StoredFile.purpose != IDENTITY_PROOF)
    return list(records.scalars(query.options(undefer(StoredFile.content)).order_by(StoredFile.id)))


def _is_pdf(file: StoredFile) -> bool:
    return file.media_type == "application/pdf"


def _archived(entries: Sequence[HistoryEntry]) -> dict[str, Any]:
    """Number, retention, day and person of the filing; empty before it."""
    entry = history.last(entries, EventName.CASE_ARCHIVED)
    if entry is None:
        return {}
    facts = {"number": entry.facts["file_number"], "retention": entry.facts["retention"]}
    return {**facts, "on": entry.on, "by": entry.actor_name}


def _remarks(others: Sequence[str]) -> str:
    return f"另有非PDF附件{len(others)}件随卷保存：{'、'.join(others)}" if others else "无"

"""Everything in open formats: one CSV a table, every letter and file under its case, and an index with fingerprints.

Enough to leave for another system. Passwords, sign-ins and the engine's own state stay here.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, select

from engine.errors import DisclosureError
from engine.office import Office
from engine.records import Application, Base, Envelope, EnvelopePhoto, Letter, StoredFile
from engine.records.intake import IDENTITY_PROOF
from engine.tools.backup import plain

LEFT_OUT = {"sign_in", "failed_sign_in", "form_draft", "process_instance", "process_version", "planned_timer", "outbox"}
WITH_A_PLACE = {"letter", "stored_file", "envelope_photo"}
"""Tables whose documents lie with their case or envelope; what other tables hold lies under the table's name."""
SEALED = "_sealed"
SUFFIX = {"incoming_mail": ".eml"}
SECRET = {"password_hash", "pass_phrase_hash", "token_hash"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 200


@dataclass(frozen=True)
class Exported:
    """How much was written."""

    tables: int
    rows: int
    files: int


def export(office: Office, folder: Path) -> Exported:
    """The folder, which was empty or not there, holds all of it. DisclosureError when it is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise DisclosureError("导出文件夹不是空的，请换一个文件夹。")
    (folder / "tables").mkdir(parents=True)
    folder.chmod(0o700)
    rows = tables = files = 0
    with office.reading() as records:
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                tables, rows = tables + 1, rows + _table(records, table, folder / "tables" / f"{table.name}.csv")
        with (folder / "index.csv").open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("path", "case_number", "kind", "name", "size", "sha256"))
            for path, line, content in _documents(records):
                place = folder / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
                writer.writerow((path, *map(_cell, line), len(content), hashlib.sha256(content).hexdigest()))
                files += 1
    (folder / "README.txt").write_text(_README, encoding="utf-8")
    return Exported(tables, rows, files)


def _table(records: Any, table: Table, place: Path) -> int:
    columns = [c for c in table.columns if not _is_document(c) and c.name not in SECRET]
    count = 0
    with place.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in columns])
        found = records.execute(
            select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=CHUNK)
        )
        for row in found:
            writer.writerow([_cell(plain(value)) for value in row])
            count += 1
    return count


def _documents(records: Any) -> Iterator[tuple[str, tuple[str, str, str], bytes]]:
    """(path, (case, kind, name), bytes) of every frozen letter, every stored file and every picture of an envelope."""
    letters = select(Application.case_number, Letter.id, Letter.kind, Letter.document_number, Letter.pdf).join(Letter)
    for case, row, kind, number, pdf in records.execute(letters.where(Letter.pdf.is_not(None)).order_by(Letter.id)):
        name = f"{number or kind}.pdf"
        yield f"cases/{_safe(case)}/letters/{row}-{_safe(name)}", (case, kind, name), pdf
    files = select(Application.case_number, StoredFile.id, StoredFile.purpose, StoredFile.name, StoredFile.content)
    files = files.where(StoredFile.purpose != IDENTITY_PROOF)
    for case, row, purpose, name, content in records.execute(files.join(StoredFile).order_by(StoredFile.id)):
        yield f"cases/{_safe(case)}/files/{row}-{_safe(name)}", (case, purpose, name), content
    photos = select(Envelope.number, EnvelopePhoto.id, EnvelopePhoto.name, EnvelopePhoto.content).join(EnvelopePhoto)
    for number, row, name, content in records.execute(photos.where(EnvelopePhoto.size > 0).order_by(EnvelopePhoto.id)):
        yield f"mail/{_safe(number)}/{row}-{_safe(name)}", ("", "信封", name), content
    for table in Base.metadata.sorted_tables:
        if table.name not in LEFT_OUT | WITH_A_PLACE:
            yield from _others(records, table)


def _others(records: Any, table: Table) -> Iterator[tuple[str, tuple[str, str, str], bytes]]:
    """The documents of a table that belong to no case's folder, named by their row."""
    (key,) = list(table.primary_key.columns)[:1]
    for column in filter(_is_document, table.columns):
        query = select(key, column).where(column.is_not(None)).order_by(key)
        for row, content in records.execute(query.execution_options(yield_per=CHUNK)):
            name = f"{row}-{column.name}{SUFFIX.get(table.name, '')}"
            yield f"others/{table.name}/{_safe(name)}", ("", table.name, name), content


def _is_document(column: Column[Any]) -> bool:
    """Whether the column holds a document; a sealed number is short and stays in its row."""
    return isinstance(column.type, LargeBinary) and not column.name.endswith(SEALED)


def _cell(value: Any) -> Any:
    """A cell that a spreadsheet never takes for a formula; what has parts of its own is JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _safe(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(" .")[:80] or "_"


_README = """明答导出

tables/    每张数据表一个 CSV 文件（UTF-8，首行为列名；时间为协调世界时；以 = + - @ 开头的文字前加了一个单引号；
           含有下级内容的为 JSON）
cases/     每件申请一个文件夹：letters/ 为定稿文书，files/ 为附件，均为原件
mail/      收发登记的信封照片，每件来件一个文件夹
others/    不归入案件文件夹的原件，如收到的邮件，按所在的表和行号命名
index.csv  每个文件的路径、申请编号、种类、名称、字节数和 SHA-256

不含：密码、登录记录、草稿、流程引擎的内部状态。
名称以 _sealed 结尾的列是身份证件号码的密文（Base64；AES-256-GCM，前 12 字节为随机数，
附加数据为“application:申请 id”），须用本机关的密钥（MINGDA_IDENTITY_KEY）解开。
"""

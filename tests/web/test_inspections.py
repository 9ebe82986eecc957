"""What inspectors ask: every figure opens its cases, a sample repeats, every question leads to a page of the volume."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from engine.commands import extend, links
from engine.office import Office
from engine.permissions import Role
from engine.queries import inspection, inspection_files, quality
from engine.records import EventName, HistoryEntry, Letter
from engine.rules.outcome import DISCLOSABLE, Responsibility
from engine.rules.vocabulary import Channel
from engine.tools.driver import Driver, SetClock
from tests.web.browser import words_of
from tests.web.conftest import OpenBrowser


def test_a_late_reply_stands_among_the_late_ones_and_nowhere_else(
    walker: Driver, clock: SetClock, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number, until="serve_reply")
    clock.advance(days=60)
    walker.run(number)
    found = quality.quality(2026, actor=walker.actor(Role.SUPERVISOR), office=small_office)
    late, last = found.groups[0][1]
    assert [case.application_id for case in late.cases] == [number]
    assert (late.share, last.cases) == ("100.0%", ())
    assert "逾期答复：1 件" in words_of(browser("duban").get("/quality?year=2026"))
    assert "没有这样的申请" in browser("duban").get("/quality?year=2025").text


def test_the_same_number_draws_the_same_cases_and_names_what_is_missing(
    walker: Driver, clock: SetClock, browser: OpenBrowser, small_office: Office
) -> None:
    made = [walker.register().application_id for _ in range(4)]
    span = (clock.today() - timedelta(days=1), clock.today())
    supervisor = walker.actor(Role.SUPERVISOR)
    one = inspection.inspection(*span, 2, 7, actor=supervisor, office=small_office)
    assert one == inspection.inspection(*span, 2, 7, actor=supervisor, office=small_office)
    assert (one.total, len(one.cases)) == (len(made), 2)
    assert one.cases[0].gaps
    assert browser("duban").get("/inspection?size=99").status_code == 422
    assert "是否归档" in words_of(browser("duban").get("/inspection"))


def test_each_question_leads_to_the_page_of_the_volume_that_proves_it(
    walker: Driver, browser: OpenBrowser, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number)
    sheet = inspection_files.sheet(number, actor=walker.actor(Role.SUPERVISOR), office=small_office)
    pages = {line.proof.question: line.page for line in sheet.lines}
    assert pages["是否检索并留有记录"]
    assert pages["是否经过保密审查"]
    assert pages["是否在期限内送达并有凭证"]
    assert all(line.proof.is_proven for line in sheet.lines)
    assert "页码对照" in browser("duban").get(f"/inspection/{number}").text


def test_the_whole_sample_comes_as_one_archive_with_a_volume_a_case_and_one_sheet(
    walker: Driver, browser: OpenBrowser, clock: SetClock
) -> None:
    whole, fresh = walker.register(), walker.register()
    walker.run(whole.application_id)
    supervisor = browser("duban")
    assert "/inspection/bundle.zip?" in supervisor.get("/inspection").text
    answer = supervisor.get(f"/inspection/bundle.zip?size=2&seed=3&since={clock.today()}")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        volume = f"案卷-{whole.case_number}.pdf"
        assert set(archive.namelist()) == {volume, "问题与页码对照.xlsx", "说明.txt"}, "no paper yet, no volume"
        assert archive.read(volume).startswith(b"%PDF")
        sheet = load_workbook(BytesIO(archive.read("问题与页码对照.xlsx"))).active
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert "抽样号3" in archive.read("说明.txt").decode()
    assert len(rows) == 2 * len(inspection.QUESTIONS)
    pages = {(number, question): page for number, _, question, *_, page in rows}
    proven = ("是否检索并留有记录", "是否经过保密审查", "是否在期限内送达并有凭证", "是否归档")
    assert all(isinstance(pages[whole.case_number, question], int) for question in proven)
    assert pages[fresh.case_number, "收到之日是否有凭据"] == "见办理过程"
    assert pages[fresh.case_number, "是否归档"] == "缺少证明"
    assert supervisor.get("/inspection/bundle.zip?since=2020-01-01&until=2020-01-02").status_code == 422


def cases_of(found: quality.Quality, group: str, figure: str) -> list[int]:
    """The cases behind one figure."""
    figures = dict(found.groups)[group]
    return [case.application_id for one in figures if one.name == figure for case in one.cases]


def test_the_questions_of_a_year_name_their_cases(walker: Driver, clock: SetClock, small_office: Office) -> None:
    """Confirmation, supplements by defect, extensions by reason, circles of 不属于本机关."""
    head = walker.actor(Role.OFFICE_HEAD)
    letter = walker.register(channel=Channel.ORDINARY_LETTER, arrived_on=clock.today()).application_id
    unclear = walker.register().application_id
    walker.step(unclear, "check_application", clear=False)
    walker.run(unclear, until="register_supplement")
    longer = walker.register().application_id
    walker.run(longer, until="search_item")
    wanted = extend.ExtensionRequest(reason="涉及多个年度的档案，检索量大。")
    extend.request_extension(longer, wanted, actor=head, office=small_office)
    for step in ("approve_extension", "approve_notice", "seal_notice", "serve_notice"):
        walker.step(longer, step)
        walker.tick()
    walker.facts = replace(
        DISCLOSABLE, responsibility=Responsibility.OTHER_AGENCY, held=None, already_public=None, ground=None,
        severable=None,
    )  # fmt: skip
    circle = [walker.register(items=("某区教育局的文件",)).application_id for _ in range(2)]
    for number in circle:
        walker.run(number)
    clock.advance(days=1)
    walker.step(letter, "confirm_receipt")
    found = quality.quality(2026, actor=head, office=small_office)
    assert cases_of(found, "确认收到", "来件当日没有确认的") == [letter]
    assert cases_of(found, "补正事项", "申请内容不明确") == [unclear]
    assert cases_of(found, "延期理由", "涉及多个年度的档案，检索量大") == [longer]
    assert cases_of(found, "不属于本机关负责", "告知不属于本机关负责") == circle
    assert cases_of(found, "不属于本机关负责", "其中申请人兜圈再来的") == circle[1:]


def test_an_address_that_no_longer_answers_is_told_once_and_stands_in_the_figures(
    walker: Driver, small_office: Office
) -> None:
    number = walker.register().application_id
    walker.run(number)
    with small_office.transaction() as records:
        reply = records.scalars(select(Letter).where(Letter.application_id == number, Letter.series == "reply")).one()
        reply.facts = {**reply.facts, "note": "请到https://example.org/gongkai/a.html（“信息公开”栏目）查看。"}
    asked: list[str] = []

    def ask(address: str) -> str:
        asked.append(address)
        return "应答 404" if len(asked) < 3 else ""

    head, dead = walker.actor(Role.OFFICE_HEAD), []
    for _ in range(3):
        assert links.check_links(small_office, ask=ask)[0] == 1
        found = quality.quality(2026, actor=head, office=small_office)
        dead.append(cases_of(found, "答复告知的网址", "已经打不开的"))
    assert set(asked) == {"https://example.org/gongkai/a.html"}
    assert dead == [[number], [number], []]
    with small_office.reading() as records:
        query = select(HistoryEntry).where(HistoryEntry.event == EventName.LINK_CHECKED)
        assert [entry.facts["trouble"] for entry in records.scalars(query)] == ["应答 404", ""]

"""Copies of identity papers: marked for one use, opened by intake alone, each look on record, deleted in time."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from engine.commands import enclosures, files, identity_images
from engine.commands.files import Upload
from engine.errors import NotFound, NotPermitted, RuleViolation
from engine.letters.watermark import LARGEST_SIDE
from engine.office import Office
from engine.permissions import Actor, Role
from engine.queries import files as file_queries
from engine.queries import redactions
from engine.records import EventName, HistoryEntry, StoredFile
from engine.tools.driver import Driver, SetClock


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 570), pages: int = 1) -> bytes:
    """A white card as a scanner gives it."""
    file = io.BytesIO()
    cards = [Image.new("RGB", size, "white") for _ in range(pages)]
    more = {"save_all": True, "append_images": cards[1:]} if pages > 1 else {}
    cards[0].save(file, kind, **more)
    return file.getvalue()


def _kept(office: Office, driver: Driver, content: bytes, name: str = "身份证.png") -> tuple[int, int]:
    case = driver.register().application_id
    upload = Upload("身份证明", name, content)
    return case, files.add_file(case, upload, actor=driver.actor(Role.REGISTRAR), office=office)


def _events(office: Office, event: EventName) -> list[HistoryEntry]:
    with office.reading() as records:
        return list(records.scalars(select(HistoryEntry).where(HistoryEntry.event == event)))


def test_only_the_marked_copy_is_kept(office: Office, driver: Driver) -> None:
    _, file_id = _kept(office, driver, picture())
    image = identity_images.view_identity_image(file_id, actor=driver.actor(Role.REGISTRAR), office=office)
    shown = Image.open(io.BytesIO(image.content)).convert("L")
    inked = sum(shown.histogram()[:200]) / (shown.width * shown.height)
    assert (image.name, shown.size) == ("身份证.jpg", (900, 570))
    assert 0.01 < inked < 0.5
    assert not Image.open(io.BytesIO(image.content)).getexif()


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_both_sides_of_the_paper_are_marked_page_by_page(office: Office, driver: Driver, kind: str) -> None:
    name = f"正反面.{kind.lower()[:3]}"
    _, file_id = _kept(office, driver, picture(kind, pages=2), name)
    image = identity_images.view_identity_image(file_id, actor=driver.actor(Role.REGISTRAR), office=office)
    document = pypdfium2.PdfDocument(image.content)
    assert (image.media_type, len(document)) == ("application/pdf", 2)
    document.close()


def test_a_large_photograph_is_kept_no_larger_than_it_needs_to_be(office: Office, driver: Driver) -> None:
    _, file_id = _kept(office, driver, picture("JPEG", (4000, 3000)), "证件.jpg")
    image = identity_images.view_identity_image(file_id, actor=driver.actor(Role.REGISTRAR), office=office)
    assert max(Image.open(io.BytesIO(image.content)).size) == LARGEST_SIDE


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("证件号码".encode(), "证件.txt", "扫描件或者照片"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "证件.png", "打不开"),
        (b"%PDF-1.4\nbroken", "证件.pdf", "打不开"),
    ],
)
def test_what_is_no_picture_is_refused(office: Office, driver: Driver, content: bytes, name: str, words: str) -> None:
    with pytest.raises(RuleViolation, match=words) as refused:
        _kept(office, driver, content, name)
    assert refused.value.field == "file"


def test_each_look_is_on_record(office: Office, driver: Driver) -> None:
    _, file_id = _kept(office, driver, picture())
    registrar = driver.actor(Role.REGISTRAR)
    for _ in range(2):
        identity_images.view_identity_image(file_id, actor=registrar, office=office)
    looks = _events(office, EventName.IDENTITY_IMAGE_VIEWED)
    assert [(look.actor_name, look.facts) for look in looks] == [(registrar.name, {"file_id": file_id})] * 2


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OFFICE_HEAD, Role.MAIL_ROOM, Role.ADMINISTRATOR])
def test_nobody_but_intake_opens_it(office: Office, driver: Driver, role: Role) -> None:
    _, file_id = _kept(office, driver, picture())
    with pytest.raises(NotPermitted):
        identity_images.view_identity_image(file_id, actor=Actor("某人", frozenset({role})), office=office)


def test_no_side_door_leads_to_it(office: Office, driver: Driver) -> None:
    """S-19: neither the list of attachments, nor what goes out, nor the places to black out."""
    case, file_id = _kept(office, driver, picture())
    for role in (Role.HANDLER, Role.REGISTRAR, Role.OFFICE_HEAD):
        with pytest.raises(NotFound):
            file_queries.stored_file(file_id, actor=driver.actor(role), office=office)
    assert redactions.enclosable(case, actor=driver.actor(Role.OFFICE_HEAD), office=office) == ()
    driver.run(case, until="draft_decision")
    with pytest.raises(RuleViolation, match="不在此件的附件中"):
        enclosures.choose(case, [file_id], actor=driver.actor(Role.HANDLER), office=office)


def test_another_attachment_is_no_identity_image(office: Office, driver: Driver) -> None:
    case = driver.register().application_id
    registrar = driver.actor(Role.REGISTRAR)
    file_id = files.add_file(case, Upload("申请材料", "申请表.png", picture()), actor=registrar, office=office)
    assert file_queries.stored_file(file_id, actor=registrar, office=office).content == picture()
    with pytest.raises(NotFound):
        identity_images.view_identity_image(file_id, actor=registrar, office=office)


def test_an_attachment_that_is_an_identity_paper_is_marked_and_closed(office: Office, driver: Driver) -> None:
    """What an applicant sends along with an online application comes in as 申请材料, the card among it."""
    case = driver.register().application_id
    registrar = driver.actor(Role.REGISTRAR)
    file_id = files.add_file(case, Upload("申请材料", "身份证.png", picture()), actor=registrar, office=office)
    identity_images.mark_as_identity(file_id, actor=registrar, office=office)
    with pytest.raises(NotFound):
        file_queries.stored_file(file_id, actor=driver.actor(Role.HANDLER), office=office)
    shown = identity_images.view_identity_image(file_id, actor=registrar, office=office)
    assert (shown.name, shown.media_type) == ("身份证.jpg", "image/jpeg")
    with office.reading() as records:
        assert records.get_one(StoredFile, file_id).delete_on is not None
    assert len(_events(office, EventName.IDENTITY_IMAGE_MARKED)) == 1


def test_it_is_deleted_after_its_last_day_and_the_entry_stays(office: Office, driver: Driver, clock: SetClock) -> None:
    _, file_id = _kept(office, driver, picture())
    clock.advance(days=office.settings.identity_image_days)
    assert identity_images.delete_due(office) == 0
    clock.advance(days=1)
    assert (identity_images.delete_due(office), identity_images.delete_due(office)) == (1, 0)
    with office.reading() as records:
        file = records.get_one(StoredFile, file_id)
        assert (file.name, file.size, file.content) == (identity_images.DELETED_NAME, 0, b"")
        assert file.delete_on == office.clock.today() - timedelta(days=1)
        sha256 = file.sha256
    (gone,) = _events(office, EventName.IDENTITY_IMAGE_DELETED)
    assert gone.facts == {"file_id": file_id, "sha256": sha256}
    with pytest.raises(NotFound):
        identity_images.view_identity_image(file_id, actor=driver.actor(Role.REGISTRAR), office=office)

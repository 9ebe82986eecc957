"""S-23: Chinese mail and file names come in readable, safe and complete; the original is untouched."""

import base64
import hashlib
from email.message import EmailMessage

from engine.post import incoming
from engine.records import MailKind


def test_s23_bodies_in_gb18030_and_gbk_are_readable() -> None:
    for charset in ("gb18030", "gbk", "GB2312"):
        head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
        assert incoming.read(head.encode() + "申请公开镕基路".encode("gb18030")).text == "申请公开镕基路"


def test_s23_a_subject_folded_over_lines_between_two_bytes_of_one_sign_is_readable() -> None:
    raw = "关于申请公开人防工程竣工验收备案文件的补正".encode("gb18030")
    parts = [base64.b64encode(raw[at : at + 15]).decode() for at in range(0, len(raw), 15)]
    subject = "\r\n ".join(f"=?gb18030?B?{part}?=" for part in parts)
    assert incoming.read(f"Subject: {subject}\r\n\r\n".encode()).subject == "关于申请公开人防工程竣工验收备案文件的补正"


def test_s23_names_in_both_styles_are_readable_safe_and_unique() -> None:
    name = "补正材料.pdf"
    older = "=?gbk?B?" + base64.b64encode(name.encode("gbk")).decode() + "?="
    newer = "utf-8''" + "".join(f"%{byte:02X}" for byte in name.encode())
    found = incoming.read(_with(f'filename="{older}"', f"filename*={newer}", 'filename="a/b\\\\c.pdf"'))
    assert [each.name for each in found.attachments] == ["补正材料.pdf", "补正材料（2）.pdf", "a_b_c.pdf"]


def test_s23_a_name_of_two_hundred_signs_keeps_its_ending() -> None:
    long = incoming.safe_name("件" * 200 + ".docx", set())
    assert len(long) == incoming.LONGEST_NAME
    assert long.endswith(".docx")


def test_s23_winmail_dat_keeps_its_size_and_fingerprint() -> None:
    message = EmailMessage()
    message["Subject"] = "材料"
    message.set_content("见附件")
    content = bytes(range(256)) * 5
    message.add_attachment(content, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    original = message.as_bytes()
    (attached,) = incoming.read(original).attachments
    assert (attached.name, len(attached.content)) == ("winmail.dat", 1280)
    assert attached.sha256 == hashlib.sha256(content).hexdigest()


def test_a_mail_of_a_person_is_no_bounce_and_no_automatic_reply() -> None:
    assert incoming.read("Subject: 补正\r\n\r\n材料已补".encode()).kind is MailKind.OTHER


def _with(*dispositions: str) -> bytes:
    parts = "".join(
        f"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; {each}\r\n\r\nx\r\n"
        for each in dispositions
    )
    return f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{parts}--b--\r\n'.encode()

"""What the environment says, read once at start; a bad value stops the start, never a running case."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import DisclosureError


@dataclass(frozen=True)
class Settings:
    """Secrets, places and the office's choices. Statutory numbers are never settings."""

    database_url: str
    secret_key: bytes
    identity_key: bytes
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    secure_cookies: bool = False
    upload_limit_megabytes: int = 50
    identity_image_days: int = 90
    sign_in_hours: int = 10
    idle_minutes: int = 60
    fonts_folder: Path | None = None
    trusted_proxies: int = 0
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_encryption: str = ""
    mail_from: str = ""
    webhook_url: str = ""
    webhook_secret: bytes = b""
    seal: str = "ink"
    seal_service: str = ""
    mixed_letters: str = "one_row"
    remedy_counting: str = "filed_or_pending"

    @property
    def outside_url(self) -> str:
        """The address that somebody outside can type; empty while it only means this very machine."""
        is_here = urlsplit(self.public_url).hostname in ("127.0.0.1", "localhost", "::1", None)
        return "" if is_here else self.public_url.rstrip("/")

    @staticmethod
    def from_environment(environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings that MINGDA_* variables name; DisclosureError when one is missing or unusable."""
        get = environment.get
        fonts = get("MINGDA_FONTS")
        return Settings(
            database_url=_required(environment, "MINGDA_DATABASE_URL"),
            secret_key=_required(environment, "MINGDA_SECRET_KEY").encode(),
            identity_key=_key(_required(environment, "MINGDA_IDENTITY_KEY")),
            public_url=get("MINGDA_PUBLIC_URL", "http://127.0.0.1:8000"),
            host=get("MINGDA_HOST", "127.0.0.1"),
            port=_number(environment, "MINGDA_PORT", 8000),
            demo=get("MINGDA_DEMO", "") == "1",
            secure_cookies=get("MINGDA_SECURE_COOKIES", "") == "1",
            upload_limit_megabytes=_number(environment, "MINGDA_UPLOAD_LIMIT_MB", 50),
            identity_image_days=_number(environment, "MINGDA_IDENTITY_IMAGE_DAYS", 90),
            fonts_folder=Path(fonts) if fonts else None,
            trusted_proxies=_number(environment, "MINGDA_TRUSTED_PROXIES", 0),
            smtp_host=get("MINGDA_SMTP_HOST", ""),
            smtp_port=_number(environment, "MINGDA_SMTP_PORT", 25),
            smtp_user=get("MINGDA_SMTP_USER", ""),
            smtp_password=get("MINGDA_SMTP_PASSWORD", ""),
            smtp_encryption=_one_of(environment, "MINGDA_SMTP_ENCRYPTION", ("", "starttls", "tls")),
            mail_from=get("MINGDA_MAIL_FROM", ""),
            webhook_url=get("MINGDA_WEBHOOK_URL", ""),
            webhook_secret=get("MINGDA_WEBHOOK_SECRET", "").encode(),
            seal=_seal(environment),
            seal_service=get("MINGDA_SEAL_SERVICE", ""),
            mixed_letters=_one_of(environment, "MINGDA_MIXED_LETTERS", ("one_row", "split")) or "one_row",
            remedy_counting=_one_of(environment, "MINGDA_REMEDY_COUNTING", ("filed_or_pending", "filed_in_year"))
            or "filed_or_pending",
        )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise DisclosureError(f"缺少环境变量 {name}，请设置后再启动。")
    return value


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        raise DisclosureError(f"环境变量 {name} 应为整数，现为“{text}”。")
    return int(text)


def _one_of(environment: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = environment.get(name, "")
    if text and text not in allowed:
        raise DisclosureError(f"环境变量 {name} 应为 {'、'.join(filter(None, allowed))} 之一，现为“{text}”。")
    return text


def _seal(environment: Mapping[str, str]) -> str:
    """How letters are sealed: `ink`, an outside `electronic` service, or the demo's `sample` mark."""
    mode = _one_of(environment, "MINGDA_SEAL", ("", "ink", "electronic", "sample")) or "ink"
    if mode == "electronic" and not environment.get("MINGDA_SEAL_SERVICE"):
        raise DisclosureError("MINGDA_SEAL=electronic 时须同时设置电子印章服务地址 MINGDA_SEAL_SERVICE。")
    if mode == "sample" and environment.get("MINGDA_DEMO", "") != "1":
        raise DisclosureError("MINGDA_SEAL=sample 只能用于演示（MINGDA_DEMO=1），正式文书不得带有样本标记。")
    return mode


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise DisclosureError("环境变量 MINGDA_IDENTITY_KEY 应为 64 位十六进制数。") from error
    if len(key) != 32:
        raise DisclosureError("环境变量 MINGDA_IDENTITY_KEY 应为 64 位十六进制数（32 字节）。")
    return key

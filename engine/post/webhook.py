"""The signed webhook: an SMS gateway or office-automation system can prove who sent what, and when.

`X-Mingda-Signature` is the hex HMAC-SHA256 of `timestamp + "." + body` under the shared secret; `X-Mingda-Id` stays
the same when a call is repeated.
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping

from engine.errors import DisclosureError
from engine.settings import Settings

TIMEOUT_SECONDS = 20
TOLERANCE_SECONDS = 300


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """What the header must say."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_genuine(secret: bytes, timestamp: str, body: bytes, signed: str, *, now: int) -> bool:
    """Whether the call bears the shared secret and is not older than five minutes; for whoever receives it."""
    fresh = timestamp.isdecimal() and abs(now - int(timestamp)) <= TOLERANCE_SECONDS
    return fresh and hmac.compare_digest(signature(secret, timestamp, body), signed)


def call(settings: Settings, *, key: str, facts: Mapping[str, object], now: int) -> None:
    """The other system has taken the message; DisclosureError when it has not, so that it is called again."""
    body = json.dumps({"id": key, **facts}, ensure_ascii=False).encode()
    request = urllib.request.Request(settings.webhook_url, data=body, method="POST")  # noqa: S310  # an administrator's setting
    request.add_header("Content-Type", "application/json; charset=utf-8")
    request.add_header("X-Mingda-Id", key)
    request.add_header("X-Mingda-Timestamp", str(now))
    request.add_header("X-Mingda-Signature", signature(settings.webhook_secret, str(now), body))
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # the same address
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise DisclosureError(f"消息接口没有接收（{error.code}），稍后自动重试。") from error
    except OSError as error:
        raise DisclosureError(f"消息接口没有应答（{type(error).__name__}），稍后自动重试。") from error

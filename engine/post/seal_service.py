"""The outside electronic-seal service: it is sent the finished file and answers the sealed one.

One POST of `application/pdf`; the answer is the PDF with the seal's signature in it. What it may not do to the file,
`engine.letters.seals` checks.
"""

import urllib.error
import urllib.request

from engine.errors import DisclosureError

TIMEOUT_SECONDS = 60
NO_ANSWER = "电子印章服务没有正常返回，文书尚未定稿，系统会再试；仍不成功的，请联系管理员。"


class SealService:
    """The service at this address."""

    def __init__(self, url: str) -> None:
        self._url = url

    def seal(self, pdf: bytes) -> bytes:
        """What the service answers; DisclosureError when it does not, so that the outbox asks again."""
        request = urllib.request.Request(self._url, data=pdf, method="POST")  # noqa: S310  # an administrator's setting
        request.add_header("Content-Type", "application/pdf")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # the same
                return bytes(answer.read())
        except (urllib.error.URLError, TimeoutError) as error:
            raise DisclosureError(NO_ANSWER) from error

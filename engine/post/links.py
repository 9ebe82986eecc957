"""Whether an address that a letter sent somebody to still answers."""

import urllib.error
import urllib.request

TIMEOUT_SECONDS = 15
NOT_ASKED_SO = (403, 405, 501)
"""Answers of a server that refuses the short question: the page itself is then asked for."""


def trouble_of(address: str) -> str:
    """Why the address leads nowhere, in a few words; empty when it answers."""
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(address, method=method)  # noqa: S310  # the letters name http addresses only
        request.add_header("User-Agent", "mingda link check")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # the same address
                return ""
        except urllib.error.HTTPError as error:
            error.close()
            if method == "HEAD" and error.code in NOT_ASKED_SO:
                continue
            return f"应答 {error.code}"
        except (OSError, ValueError) as error:
            return f"没有应答（{type(error).__name__}）"
    return ""

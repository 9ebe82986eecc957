"""Identity numbers at rest: encrypted with AES-GCM under a key outside the database, bound to their case."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
SHOWN_AT_EACH_END = 3


def seal(number: str, *, key: bytes, owner: int) -> bytes:
    """The number as it may be stored for case `owner`; empty when there is none."""
    if not number:
        return b""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, number.encode(), _bound_to(owner))


def unseal(sealed: bytes, *, key: bytes, owner: int) -> str:
    """The number again; InvalidTag when it was stored for another case or with another key."""
    if not sealed:
        return ""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(owner)).decode()


def masked(number: str) -> str:
    """The number as a page may show it: the ends only."""
    if len(number) <= 2 * SHOWN_AT_EACH_END:
        return "*" * len(number)
    hidden = len(number) - 2 * SHOWN_AT_EACH_END
    return number[:SHOWN_AT_EACH_END] + "*" * hidden + number[-SHOWN_AT_EACH_END:]


def _bound_to(owner: int) -> bytes:
    return f"application:{owner}".encode()

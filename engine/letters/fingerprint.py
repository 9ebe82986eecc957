"""What an approval is bound to: one hash over everything the approver saw."""

import dataclasses
import hashlib
from collections.abc import Sequence

import orjson

from engine.letters.facts import LetterFacts, Seal


def fingerprint(
    template_version: str, facts: LetterFacts, *, addressee: str = "", text: str = "", attachments: Sequence[str] = ()
) -> str:
    """The same for the approved draft and the signed letter: number, date and kind of seal come later and don't count.

    `attachments` are the SHA-256 of the enclosed files in their order, `addressee` is where the letter is sent.
    """
    bound = {
        "template": template_version,
        "kind": type(facts).__name__,
        "facts": dataclasses.replace(facts, doc_number=None, dated_on=None, seal=Seal.INK),
        "addressee": addressee,
        "text": text,
        "attachments": list(attachments),
    }
    return hashlib.sha256(orjson.dumps(bound, option=orjson.OPT_SORT_KEYS)).hexdigest()


def short_code(full: str) -> str:
    """The first sixteen digits of a hash in groups of four, for people to compare: `3f9a-04bc-7721-e0d5`."""
    return "-".join(full[start : start + 4] for start in range(0, 16, 4))

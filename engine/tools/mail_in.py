"""Mails out of files or the standard input, each as the bytes it came in."""

import mailbox
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def mails(files: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """(where from, original) of each mail; an mbox file may hold many."""
    places = list(files)
    if not places:
        yield "标准输入", sys.stdin.buffer.read()
    for place in places:
        content = place.read_bytes()
        if content.startswith(b"From "):
            box = mailbox.mbox(place, create=False)
            yield from ((f"{place} 第{number + 1}封", box.get_bytes(key)) for number, key in enumerate(box.keys()))
            box.close()
        else:
            yield str(place), content

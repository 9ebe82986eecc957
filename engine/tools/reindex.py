"""The index of words built anew from the words of every case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from engine.office import Office
from engine.records import search


def reindex(office: Office) -> int:
    """Every case is found by its words as they stand; how many cases there are."""
    with office.reading() as records:
        batches = list(search.batches(records))
    for cases in batches:
        with office.transaction() as records:
            search.index(records, cases)
    return sum(map(len, batches))


def faults(records: Session) -> Iterator[str]:
    """One sentence for each case whose terms are not what its words give."""
    for cases in search.batches(records):
        wanted, found = search.expected(records, cases), search.kept(records, cases)
        for case in cases:
            if wanted[case] != found[case]:
                yield f"case {case}: its search index is stale, run `mingda reindex`"

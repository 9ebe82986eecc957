"""How far a case has come: the usual courses of the drawings, taken as people would."""

from collections.abc import Iterable

from engine.workflow.catalogue import Catalogue
from tests.workflows.walker import Name, Walk

REGISTERED = {"bears_level_mark": False, "receipt": "settled"}
TWO_ITEMS = {"11": "11", "12": "12"}
REVIEW = ["review_by_unit", "review_legality", "check_document", "approve_reply"]
DEPUTY_SIGNS = [*REVIEW, "sign_as_deputy"]
HEAD_SIGNS = [*REVIEW, "endorse_reply", "sign_as_head"]
AGREED, REFUSED, GOES_ON, ENDS = {"agreed": True}, {"agreed": False}, {"goes_on": True}, {"goes_on": False}
CONSULTED = {"third_parties": {"1": "1", "2": "2"}, "co_makers": {"5": "5"}}
DRAFTS = [("draft_co_maker_letter", "5"), ("draft_consultation", "1"), ("draft_consultation", "2")]
FEW_BYTES = 24_000


def at_check(catalogue: Catalogue) -> Walk:
    """An application that is registered, its day of receipt settled."""
    walk = Walk(catalogue, "handle_application")
    walk.complete("register", REGISTERED)
    return walk


def at_items(catalogue: Catalogue, items: Iterable[str] = ("11",)) -> Walk:
    """A clear application in the hands of its handler."""
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": True})
    walk.complete("assign_handler", items={key: key for key in items})
    return walk


def review(walk: Walk, key: str) -> None:
    """The whole review of one item."""
    walk.complete("examine_nature", GOES_ON, key=key)
    walk.complete("search_item", GOES_ON, key=key)
    walk.complete("review_secrecy", key=key)
    walk.complete("weigh_disclosure", GOES_ON, key=key)


def at_review(catalogue: Catalogue, outcome: str = "disclosed") -> Walk:
    """A case whose answer has been drafted and lies with the unit head."""
    walk = at_items(catalogue)
    review(walk, "11")
    walk.complete("draft_decision", {"outcome": outcome})
    return walk


def at_supplement(catalogue: Catalogue) -> Walk:
    """The supplement notice is served and the applicant's period runs."""
    walk = at_check(catalogue)
    walk.complete("check_application", {"clear": False})
    draft(walk, "draft_supplement_notice")
    issue(walk)
    assert walk.awaited_timers() == [("supplement_period", "")]
    return walk


def at_consultations(catalogue: Catalogue) -> Walk:
    """Two third parties and a co-maker, their letters to be drafted."""
    walk = at_items(catalogue, TWO_ITEMS)
    for key in TWO_ITEMS:
        review(walk, key)
    walk.complete("plan_consultations", **CONSULTED)
    assert walk.open_steps() == DRAFTS
    return walk


def draft(walk: Walk, step: str, key: str = "", signer: str = "office_head") -> None:
    """The letter of this procedure goes to be signed."""
    walk.complete(step, key=key, letter_id=1, notice_signer=signer)


def issue(walk: Walk, key: str = "", signer: str = "office_head") -> None:
    """The letter is approved, sealed, frozen and served."""
    walk.complete("approve_notice", AGREED, key=key)
    if signer == "deputy_leader":
        walk.complete("sign_notice", AGREED, key=key)
    walk.complete("seal_notice", key=key)
    walk.receive("letter_frozen", key)
    walk.complete("serve_notice", key=key)


def ask(walk: Walk, names: Iterable[Name]) -> None:
    """These consultation letters are served."""
    for step, key in names:
        draft(walk, step, key, "deputy_leader")
        issue(walk, key, "deputy_leader")


def come(walk: Walk, timer: str, key: str = "") -> None:
    """The day of this timer has come."""
    walk.dates.due[timer, key] = walk.dates.today
    walk.move()

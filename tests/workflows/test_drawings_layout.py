"""Every drawing can be read on the page: on the grid, in its lane, nothing across anything."""

from itertools import combinations, pairwise

import pytest

from tests.workflows.drawing_reader import DRAWINGS, Box, Drawing, Flow, Point

GRID = 10
POOL_NAME_WIDTH = 30
LONGEST_LABEL = 8

Segment = tuple[Point, Point]

NORMAL_COURSE = {
    "handle_application": [
        "application_entered", "receive_application", "to_be_answered", "answer_application", "archive_case",
        "case_archived",
    ],
    "receive_application": [
        "receipt_started", "register", "bears_level_mark", "right_channel", "oral", "confirmation_needed", "at_once",
        "received",
    ],
    "answer_application": [
        "reply_started", "check_application", "clear", "assign_handler", "on_its_merits", "examine_items",
        "draft_decision", "signing_level", "review_reply", "verify_reply",
        "verified", "seal_reply", "reply_frozen", "serve_reply", "reply_served",
    ],
    "examine_items": ["items_opened", "review_item", "collect_findings", "consultation_needed", "items_examined"],
    "spot_answer": [
        "applicant_waits", "answer_on_spot", "answered", "sheet_frozen", "hand_over_on_spot", "answered_on_spot",
    ],
    "correct_record": [
        "record_disputed", "examine_correction", "issue_letter", "notice_issued", "correction_answered",
    ],
    "collect_fee": [
        "fee_proposed", "draft_fee_notice", "charged", "issue_letter", "notice_issued", "fee_awaited", "fee_arrived",
        "fee_paid",
    ],
    "ask_reasons": [
        "reasons_needed", "draft_reasons_notice", "issue_letter", "notice_issued", "reasons_awaited",
        "reasons_arrived", "weigh_reasons", "reasons_accepted", "answered_in_time", "processed_as_usual",
    ],
    "review_item": [
        "item_opened", "examine_nature", "search_needed", "search_item", "review_needed", "review_secrecy",
        "weigh_disclosure", "item_reviewed",
    ],
    "request_supplement": [
        "supplement_needed", "draft_supplement_notice", "issue_letter", "notice_issued", "supplement_awaited",
        "supplement_arrived", "register_supplement", "check_supplement", "supplemented",
    ],
    "issue_letter": [
        "notice_drafted", "approve_notice", "office_agreed", "signed_by_deputy", "seal_notice", "letter_frozen",
        "serve_notice", "notice_served",
    ],
    "consult_others": [
        "consultation_begun", "plan_consultations", "whom_to_ask", "consult_third_parties", "all_settled",
        "weigh_opinions", "opinions_weighed",
    ],
    "consult_third_parties": ["third_parties_named", "consult_third_party", "third_parties_settled"],
    "consult_co_makers": ["co_makers_named", "consult_co_maker", "co_makers_settled"],
    "consult_third_party": [
        "consultation_opened", "draft_consultation", "issue_letter", "notice_issued", "opinion_awaited",
        "opinion_arrived", "opinion_received",
    ],
    "consult_co_maker": [
        "consultation_opened", "draft_co_maker_letter", "issue_letter", "notice_issued", "opinion_awaited",
        "opinion_arrived", "opinion_received",
    ],
    "extend_reply": [
        "extension_proposed", "approve_extension", "extension_agreed", "issue_letter", "notice_issued",
        "extension_notified",
    ],
    "consult_unit": ["unit_asked", "answer_unit", "disagreement", "unit_answered"],
    "review_reply": [
        "review_started", "review_by_unit", "unit_agreed", "review_legality", "legality_agreed", "check_document",
        "document_agreed", "approve_reply", "office_agreed", "signed_by_head", "sign_as_deputy", "deputy_agreed",
        "reply_signed",
    ],
    "answer_transfer": ["transfer_taken", "deadline_settled", "answer_platform", "platform_answered"],
    "return_letter": ["letter_returned", "serve_again", "letter_served_again"],
    "urge_case": ["case_urged", "answer_urging", "urging_answered"],
    "defend_reconsideration": [
        "notice_registered", "prepare_evidence", "draft_defence", "issue_letter", "defence_issued",
        "record_hearing", "record_result", "has_duty", "remedy_closed",
    ],
    "defend_litigation": [
        "notice_registered", "prepare_evidence", "submit_defence", "record_result", "confirm_final", "is_appealed",
        "has_duty", "remedy_closed",
    ],
    "defend_complaint": [
        "notice_registered", "is_decided", "answer_complaint", "record_result", "has_duty", "remedy_closed",
    ],
    "watch_defence": ["defence_watched", "next_reminder", "reminder_due", "remind_defence"],
    "prepare_annual_report": [
        "report_opened", "reconcile_report", "draft_report", "review_report", "review_agreed", "submit_report",
        "submission_agreed", "report_submitted",
    ],
    "watch_annual_report": [
        "report_watched", "next_event", "report_rung", "determine_rung", "escalation_ladder", "notify",
    ],
    "answer_again": ["reopened", "answer_application", "archive_case", "archived_again"],
    "escalate_deadline": [
        "deadline_watched", "next_event", "next_rung", "determine_rung", "escalation_ladder", "notify",
    ],
}  # fmt: skip


@pytest.fixture(params=DRAWINGS, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return Drawing(request.param)


def test_every_node_has_a_shape_inside_its_lane(drawing: Drawing) -> None:
    for node in drawing.nodes.values():
        lane = drawing.lane_of(node.id)
        assert node.box, f"{node.id} is not drawn"
        assert lane.box, f"{lane.id} is not drawn"
        assert lane.box.holds(node.box), f"{node.id} leaves {lane.name}"


def test_the_lanes_fill_the_pool_one_below_the_other(drawing: Drawing) -> None:
    pool, boxes = drawing.pool(), [lane.box for lane in drawing.lanes]
    assert pool is not None, "without a pool the viewer draws no lanes"
    assert all(boxes)
    assert boxes[0].y == pool.y
    assert boxes[-1].bottom == pool.bottom
    assert all(above.bottom == below.y for above, below in pairwise(boxes))
    assert {(box.x, box.right) for box in boxes} == {(pool.x + POOL_NAME_WIDTH, pool.right)}


def test_nodes_and_corners_are_on_the_grid(drawing: Drawing) -> None:
    places = [node.box.centre for node in drawing.nodes.values()]
    places += [
        point for lane in drawing.lanes for point in ((lane.box.x, lane.box.y), (lane.box.right, lane.box.bottom))
    ]
    places += [corner for flow in drawing.flows for corner in flow.points[1:-1]]
    assert [place for place in places if place[0] % GRID or place[1] % GRID] == []


def test_every_flow_runs_square_from_edge_to_edge(drawing: Drawing) -> None:
    for flow in drawing.flows:
        assert len(flow.points) >= 2, f"{flow.id} is not drawn"
        assert drawing.nodes[flow.source].box.has_on_border(flow.points[0]), flow.id
        assert drawing.nodes[flow.target].box.has_on_border(flow.points[-1]), flow.id
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in flow.segments()), flow.id


def test_shapes_keep_apart(drawing: Drawing) -> None:
    for one, other in combinations(drawing.nodes.values(), 2):
        hosts = {one.element.get("attachedToRef"), other.element.get("attachedToRef")}
        if not hosts & {one.id, other.id}:
            assert not one.box.overlaps(other.box), f"{one.id} lies on {other.id}"


def test_no_flow_crosses_or_touches_another(drawing: Drawing) -> None:
    """Flows to one and the same step may join on the way and end in one arrow."""
    for one, other in combinations(drawing.flows, 2):
        meet = _cross if one.target == other.target else _touch
        crossings = [(a, b) for a in one.segments() for b in other.segments() if meet(a, b)]
        assert crossings == [], f"{one.id} × {other.id}"


def test_no_flow_runs_through_a_shape(drawing: Drawing) -> None:
    for flow in drawing.flows:
        own = {flow.source, flow.target, drawing.nodes[flow.source].element.get("attachedToRef")}
        for node in drawing.nodes.values():
            if node.id not in own and node.element.get("attachedToRef") not in own:
                assert not _runs_through(flow, node.box), f"{flow.id} runs through {node.id}"


def test_labels_lie_on_nothing(drawing: Drawing) -> None:
    labels = {n.id: n.label for n in drawing.nodes.values() if n.label} | {
        f.id: f.label for f in drawing.flows if f.label
    }
    for (one, box), (other, other_box) in combinations(labels.items(), 2):
        assert not box.overlaps(other_box), f"the labels of {one} and {other}"
    for owner, box in labels.items():
        assert [n.id for n in drawing.nodes.values() if box.overlaps(n.box)] == [], f"the label of {owner}"
        assert [f.id for f in drawing.flows if _runs_through(f, box)] == [], f"the label of {owner}"


def test_every_label_beside_its_shape_has_its_place(drawing: Drawing) -> None:
    outside = [node for node in drawing.nodes.values() if node.is_gateway or node.is_event]
    assert [node.id for node in outside if node.label is None] == []
    assert [flow.id for flow in drawing.flows if flow.name and flow.label is None] == []
    too_long = [node.id for node in outside if len(node.name) > LONGEST_LABEL]
    assert too_long == [], "the viewer breaks longer labels in the middle of a word"


def test_the_normal_course_is_straight_within_each_lane(drawing: Drawing) -> None:
    course = NORMAL_COURSE[drawing.id]
    assert set(pairwise(course)) <= {(f.source, f.target) for f in drawing.flows}
    for a, b in pairwise(course):
        one, two = drawing.nodes[a].box.centre, drawing.nodes[b].box.centre
        assert two[0] >= one[0], f"{a} → {b} runs backwards"
        if drawing.lane_of(a) == drawing.lane_of(b):
            assert one[1] == two[1], f"{a} → {b} leaves the line"


def test_exceptions_lie_below_the_normal_course(drawing: Drawing) -> None:
    course = NORMAL_COURSE[drawing.id]
    for node in drawing.nodes.values():
        line = [drawing.nodes[n].box.centre[1] for n in course if drawing.lane_of(n) == drawing.lane_of(node.id)]
        if node.id not in course and line:
            assert node.box.centre[1] >= min(line), f"{node.id} lies above the normal course"


def _spans(segment: Segment) -> tuple[float, float, float, float]:
    (x1, y1), (x2, y2) = segment
    return min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)


def _touch(one: Segment, other: Segment) -> bool:
    """Whether two upright or level pieces share a point."""
    left, right, top, bottom = _spans(one)
    left2, right2, top2, bottom2 = _spans(other)
    return left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom


def _cross(one: Segment, other: Segment) -> bool:
    """Whether the two pass through each other, each going on on the other side."""
    left, right, top, bottom = _spans(one)
    left2, right2, top2, bottom2 = _spans(other)
    return (left < left2 == right2 < right and top2 < top == bottom < bottom2) or (
        left2 < left == right < right2 and top < top2 == bottom2 < bottom
    )


def _runs_through(flow: Flow, box: Box) -> bool:
    for left, right, top, bottom in map(_spans, flow.segments()):
        if left < box.right and box.x < right and top < box.bottom and box.y < bottom:
            return True
        if left == right and box.x < left < box.right and top < box.bottom and box.y < bottom:
            return True
        if top == bottom and box.y < top < box.bottom and left < box.right and box.x < right:
            return True
    return False

"""Who may open which page, stated once: endpoint → audience. A page that is not in the table fails the test.

The roles are written out here, apart from `engine/permissions.py`, so that a change there shows in two places.
"""

from engine.permissions import Role

R = Role
STAFF = frozenset(Role) - {R.APPLICANT, R.CALENDAR}
READERS = STAFF - {R.ADMINISTRATOR}
LEADERS = frozenset({R.SUPERVISOR, R.OFFICE_HEAD, R.DEPUTY_LEADER, R.AGENCY_HEAD})
OVERSEERS = LEADERS | {R.REGISTRAR, R.LEGAL_REVIEWER, R.SECRECY_REVIEWER, R.DOCUMENT_CHECKER}
OVERSEERS = LEADERS | {R.REGISTRAR, R.LEGAL_REVIEWER, R.SECRECY_REVIEWER, R.DOCUMENT_CHECKER}
ASKERS = frozenset({R.HANDLER, R.UNIT_HEAD, R.OFFICE_HEAD})
REDACTORS = frozenset({R.HANDLER, R.UNIT_HEAD, R.SECRECY_REVIEWER, R.OFFICE_HEAD})
NUMBERERS = frozenset({R.DOCUMENT_CHECKER, R.OFFICE_HEAD})
GROUPERS = frozenset({R.REGISTRAR, R.HANDLER, R.UNIT_HEAD, R.OFFICE_HEAD})
OPINION_TAKERS = frozenset({R.REGISTRAR, R.MAIL_ROOM, R.HANDLER})
MAIL_READERS = frozenset({R.MAIL_ROOM, R.REGISTRAR, R.OFFICE_HEAD, R.SUPERVISOR})
REASSIGNERS = frozenset({R.OFFICE_HEAD, R.UNIT_HEAD, R.SUPERVISOR})

ANYBODY = (
    "static", "health.health", "health.ready", "sign_in.sign_in", "sign_in.sign_out", "sign_in.set_up",
    "portal.track", "portal.leave", "apply.apply", "calculator.calculator", "catalogue.catalogue",
    "opinion.enter", "opinion.leave",
)  # fmt: skip
"""Open to everybody, signed in or not."""

APPLICANT = (
    "apply.done", "portal.status", "portal.letter", "portal.supplement", "portal.withdraw", "portal.paper",
    "portal.contacts", "own_answers.reasons", "own_answers.fee",
)  # fmt: skip
"""Open to the applicant of one case, by number and pass phrase; staff are sent to that door like anybody."""

PARTY = ("opinion.give",)
"""Open to the consulted party of one letter, by number and pass phrase."""

PAGES: tuple[tuple[frozenset[Role], tuple[str, ...]], ...] = (
    (STAFF, ("desk.desk", "desk.claim", "desk.claim_several", "desk.release")),
    (STAFF, ("tasks.task", "tasks.save_draft", "tasks.discard_draft")),
    (STAFF, ("messages.messages", "messages.mark_read", "sign_in.account")),
    (STAFF, ("absences.own", "absences.cancel")),
    (STAFF, ("guidance.overview", "guidance.words", "guidance.practice", "guidance.exercise")),
    (STAFF, ("library.library", "library.drawing", "library.source", "library.table", "library.readings")),
    (READERS, ("cases.applications", "cases.case", "cases.drawing", "cases.file", "cases.add_file", "cases.seal_file")),
    (READERS, ("letters.frozen", "letters.preview", "letters.approval_sheet", "letters.opinion_form")),
    (READERS, ("letters.unit_sheet", "consultations.consultations")),
    (READERS, ("papers.proof_of_service", "papers.envelope", "papers.editable_copy", "papers.search_record")),
    (READERS, ("papers.secrecy_review", "papers.volume", "papers.box_label", "papers.day_of_letters")),
    (READERS, ("papers.days_file", "papers.labels", "redactions.redaction_list", "papers.box", "papers.box_sheet")),
    (REDACTORS, ("redactions.redact", "redactions.check", "redactions.preview", "redactions.original")),
    (REDACTORS, ("redactions.enclosed",)),
    (NUMBERERS, ("register_of_numbers.register", "register_of_numbers.void_number")),
    (OPINION_TAKERS, ("consultations.record_letter_receipt", "consultations.record_returned_letter")),
    (OPINION_TAKERS, ("consultations.announce_disclosure", "consultations.announce_consultation")),
    (OPINION_TAKERS, ("consultations.register_opinion", "consultations.hand_out_pass_phrase")),
    (OPINION_TAKERS | {R.OFFICE_HEAD}, ("receive.note_contact",)),
    (ASKERS, ("assist.ask_unit", "extend.request_extension", "reasons.ask_reasons", "fees.propose_fee")),
    (OPINION_TAKERS, ("fees.record_fee_notice_receipt", "fees.register_payment")),
    (frozenset({R.HANDLER}), ("amend.reexamine_item", "joint_reply.answer_together", "joint_reply.answer_alone")),
    (OVERSEERS, ("inspections.year_quality",)),
    (LEADERS, ("inspections.sample", "inspections.bundle", "inspections.proof_sheet")),
    (READERS, ("remedies.remedy_list", "remedies.remedy")),
    (frozenset({R.REGISTRAR, R.LEGAL_REVIEWER, R.OFFICE_HEAD}), ("remedies.register_remedy", "remedies.end_early")),
    (frozenset({R.REGISTRAR, R.LEGAL_REVIEWER, R.OFFICE_HEAD}), ("remedies.register_apart",)),
    (frozenset({R.OFFICE_HEAD}), ("remedies.reopen_case",)),
    (LEADERS, ("board.board", "board.remind", "refusals.refusals")),
    (READERS, ("groups.sheet",)),
    (GROUPERS, ("groups.group", "groups.leave", "groups.note", "groups.search", "groups.other_agencies")),
    (READERS, ("board.export_applications",)),
    (STAFF, ("board.export_desk",)),
    (LEADERS | {R.REGISTRAR}, ("ledger.ledger", "ledger.workbook", "ledger.paper", "morning.morning", "morning.paper")),
    (frozenset({R.REGISTRAR, R.OFFICE_HEAD}), ("ledger.import_sheet",)),
    (OVERSEERS, ("report.reports", "report.report", "report.periods", "report.cases")),
    (OVERSEERS, ("report.remedies", "report.file")),
    (frozenset({R.REGISTRAR, R.OFFICE_HEAD}), ("report.text", "report.draft_anew", "report.table2", "report.points")),
    (frozenset({R.REGISTRAR, R.OFFICE_HEAD}), ("report.import_table2",)),
    (frozenset({R.REGISTRAR, R.OFFICE_HEAD}), ("report.open_report",)),
    (REASSIGNERS, ("desk.reassign", "desk.reassign_several")),
    (frozenset({R.REGISTRAR}), ("register.new_application", "register.registered", "letters.receipt")),
    (frozenset({R.REGISTRAR}), ("receipts.large_print", "receipts.contact_letter")),
    (frozenset({R.REGISTRAR}), ("withdraw.record_withdrawal", "supplement.submit_supplement")),
    (frozenset({R.REGISTRAR}), ("reasons.submit_reasons", "amend.change_contacts", "amend.change_representation")),
    (frozenset({R.REGISTRAR}), ("transfers.new_transfer", "intake.import_applications", "intake.template")),
    (frozenset({R.REGISTRAR}), ("cases.identity_image", "cases.mark_identity")),
    (frozenset({R.HANDLER}), ("amend.reexamine_item",)),
    (frozenset({R.ADMINISTRATOR}), ("people.people", "people.new_person", "people.person", "people.password")),
    (frozenset({R.ADMINISTRATOR}), ("people.hand_over_steps", "absences.of_person")),
    (frozenset({R.ADMINISTRATOR}), ("people.new_unit", "agency.agency", "reminders.reminders", "retention.retention")),
    (frozenset({R.ADMINISTRATOR}), ("catalogue.manage", "catalogue.topic", "catalogue.remove")),
    (frozenset({R.ADMINISTRATOR}), ("channels.channels",)),
    (STAFF, ("sister_agencies.directory", "sister_agencies.sheet")),
    (frozenset({R.ADMINISTRATOR}), ("sister_agencies.import_agencies",)),
    (frozenset({R.ADMINISTRATOR, R.SUPERVISOR}), ("permissions.permissions",)),
    (
        frozenset({R.ADMINISTRATOR}),
        ("sister_agencies.new_agency", "sister_agencies.agency", "sister_agencies.end_agency"),
    ),
    (frozenset({R.ADMINISTRATOR}), ("calendar_days.calendar", "calendar_days.remove_day", "calendar_days.load_year")),
    (frozenset({R.ADMINISTRATOR}), ("readings.change",)),
    (frozenset({R.ADMINISTRATOR}), ("operations.operations", "operations.retry_promise", "operations.retry_timer")),
    (
        frozenset({R.ADMINISTRATOR}),
        (
            "operations.skip_promise",
            "operations.settle_dispatch",
            "operations.move_case",
            "operations.undo_move",
            "operations.last_steps",
            "operations.send_back",
        ),
    ),
    (frozenset({R.REGISTRAR, R.MAIL_ROOM, R.DISPATCHER}), ("returned.return_letter",)),
    (MAIL_READERS, ("envelopes.mail_log", "envelopes.envelope", "envelopes.photo", "envelopes.duty_log")),
    (
        frozenset({R.MAIL_ROOM, R.REGISTRAR}),
        ("envelopes.log_envelope", "envelopes.hand_over", "envelopes.correct_envelope"),
    ),
    (frozenset({R.MAIL_ROOM, R.REGISTRAR}), ("envelopes.write_duty_note",)),
    (frozenset({R.REGISTRAR}), ("envelopes.take_over", "envelopes.register_envelope", "envelopes.file_with_case")),
    (frozenset({R.REGISTRAR}), ("envelopes.pass_on",)),
)
"""Open to these roles, whoever else is signed in being refused; which case they see is the access filter's matter."""

STEPS: dict[Role, tuple[str, ...]] = {
    R.REGISTRAR: (
        "register", "confirm_receipt", "read_back", "lead_to_channel", "check_application", "draft_supplement_notice",
        "register_supplement", "confirm_not_supplemented", "check_supplement", "confirm_withdrawal",
        "answer_platform", "answer_on_spot",
        "hand_over_on_spot", "reconcile_report", "draft_report",
    ),
    R.HANDLER: (
        "examine_nature", "search_item", "weigh_disclosure", "answer_unit", "plan_consultations", "draft_consultation",
        "draft_co_maker_letter", "confirm_silence", "confirm_consent_by_silence", "weigh_opinions", "draft_decision",
        "draft_reasons_notice", "weigh_reasons", "draft_fee_notice", "confirm_unpaid", "examine_correction",
        "prepare_evidence",
    ),
    R.UNIT_HEAD: ("review_by_unit", "answer_urging"),
    R.LEGAL_REVIEWER: (
        "review_legality", "draft_defence", "submit_defence", "answer_complaint", "record_hearing", "record_result",
        "confirm_final",
    ),
    R.SECRECY_REVIEWER: ("review_secrecy", "handle_offline"),
    R.DOCUMENT_CHECKER: ("check_document", "verify_reply", "review_report"),
    R.OFFICE_HEAD: (
        "assign_handler", "approve_reply", "approve_extension", "approve_notice", "carry_out", "submit_report",
    ),
    R.DEPUTY_LEADER: ("settle_disagreement", "endorse_reply", "sign_as_deputy", "sign_notice"),
    R.AGENCY_HEAD: ("sign_as_head",),
    R.SEAL_KEEPER: ("seal_reply", "seal_notice"),
    R.DISPATCHER: ("serve_reply", "serve_notice", "serve_again"),
    R.ARCHIVIST: ("archive_case",),
}  # fmt: skip
"""The pages of steps: each open to the role of its lane, where such a step is open and not another's."""

SHEET_CLERKS = frozenset({R.REGISTRAR, R.DOCUMENT_CHECKER})
SHEET_STEPS = (
    "answer_unit", "review_by_unit", "review_legality", "approve_reply", "endorse_reply",
    "sign_as_deputy", "sign_as_head", "approve_extension", "approve_notice", "sign_notice",
)  # fmt: skip
"""What may be signed on paper: these roles enter the sheet for whoever signed it, both names on record."""

AUDIENCES: dict[str, frozenset[Role]] = {name: roles for roles, names in PAGES for name in names}
LANES: dict[str, Role] = {step: role for role, steps in STEPS.items() for step in steps}

"""One module for each subject: read, call one command or query, answer."""

from web.pages import (
    agency,
    amend,
    apply,
    assist,
    calculator,
    cases,
    consult,
    consultations,
    decide,
    desk,
    extend,
    groups,
    fees,
    handle,
    health,
    items,
    letters,
    library,
    messages,
    notices,
    opinion,
    papers,
    people,
    portal,
    reasons,
    receive,
    redactions,
    refusals,
    register,
    register_of_numbers,
    returned,
    review,
    serve,
    sign_in,
    supplement,
    tasks,
    urge,
    withdraw,
)

BLUEPRINTS = tuple(
    module.pages
    for module in (
        agency, amend, apply, assist, calculator, cases, consult, consultations, decide, desk, extend, groups, fees, handle,
        health, items, letters, library, messages, notices, opinion, papers, people, portal, reasons, receive, redactions, refusals, register, register_of_numbers,
        review, serve, sign_in, supplement, tasks, urge, withdraw,
    )
)  # fmt: skip

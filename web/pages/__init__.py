"""One module for each subject: read, call one command or query, answer."""

from web.pages import (
    agency,
    apply,
    assist,
    calculator,
    cases,
    consult,
    consultations,
    decide,
    desk,
    extend,
    handle,
    health,
    items,
    letters,
    library,
    messages,
    notices,
    opinion,
    people,
    portal,
    reasons,
    receive,
    register,
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
        agency, apply, assist, calculator, cases, consult, consultations, decide, desk, extend, handle, health, items,
        letters, library, messages, notices, opinion, people, portal, reasons, receive, register, review, serve,
        sign_in, supplement, tasks, urge, withdraw,
    )
)  # fmt: skip

"""One module for each subject: read, call one command or query, answer."""

from web.pages import (
    agency,
    apply,
    cases,
    decide,
    desk,
    handle,
    health,
    items,
    letters,
    library,
    messages,
    opinion,
    people,
    portal,
    register,
    review,
    serve,
    sign_in,
    tasks,
    withdraw,
)

BLUEPRINTS = tuple(
    module.pages
    for module in (
        agency, apply, cases, decide, desk, handle, health, items, letters, library, messages, opinion, people,
        portal, register, review, serve, sign_in, tasks, withdraw,
    )
)  # fmt: skip

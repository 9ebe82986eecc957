"""The headers of every answer: nothing inline, nothing from another host, nothing guessed, nothing kept."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
LETTER_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'self'; base-uri 'none'; frame-ancestors 'self'; "
    "form-action 'none'"
)
"""A letter is shown in a frame of our own pages, by the browser's reader."""


def install(app: Flask) -> None:
    """Every answer carries the headers."""
    app.after_request(add)


def add(response: Response) -> Response:
    """The answer with its headers; a page may have named its own policy before."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response

"""A browser without a screen: keeps cookies, follows its own forms, and sends them as a person would."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine.commands.people import DEMO_PASSWORD

Fields = dict[str, Any]


@dataclass
class Browser:
    """One person's browser, or a stranger's."""

    client: FlaskClient

    @staticmethod
    def of(app: Flask, account: str = "", password: str = DEMO_PASSWORD) -> "Browser":
        """A browser in which this account has signed in; a stranger's when none is named."""
        browser = Browser(app.test_client())
        if account:
            answer = browser.submit("/sign-in", {"account": account, "password": password})
            assert answer.status_code == 303, answer.text
        return browser

    def get(self, address: str) -> TestResponse:
        """The page at this address."""
        return self.client.get(address, buffered=True)

    def submit(self, address: str, fields: Fields | None = None, *, form: str = "form[@method='post']") -> TestResponse:
        """The first form of the page, sent with these fields changed; `form` picks another."""
        page = self.get(address)
        assert page.status_code == 200, f"{address}: {page.status}"
        return self.send(address, page, fields, form=form)

    def send(
        self, address: str, page: TestResponse, fields: Fields | None = None, *, form: str = "form[@method='post']"
    ) -> TestResponse:
        """The same from a page that was opened earlier."""
        tree = html.fromstring(page.data)
        forms = [f for f in tree.xpath(f"//main//{form}") if "discard" not in (f.get("action") or "")]
        values = dict(forms[0].form_values())
        return self.post(forms[0].get("action") or address, values | (fields or {}))

    def post(self, address: str, fields: Fields | None = None, **more: Any) -> TestResponse:
        """These fields and no others, with the guard against forgery."""
        sent = {"csrf_token": self.token(), **(fields or {})}
        return self.client.post(address, data=sent, buffered=True, **more)

    def token(self) -> str:
        """The guard that every form of this browser carries."""
        page = self.get("/track")
        found: list[str] = html.fromstring(page.data).xpath("//input[@name='csrf_token']/@value")
        return found[0]


def words_of(answer: TestResponse) -> str:
    """What stands on the page, without tags."""
    return " ".join(html.fromstring(answer.data).text_content().split())


def errors_of(answer: TestResponse) -> dict[str, str]:
    """Field → the message at it."""
    tree = html.fromstring(answer.data)
    marked = tree.xpath("//p[contains(@class, 'field-error')][@id]")
    return {note.get("id").removesuffix("-error"): note.text_content().lstrip("✕ ").strip() for note in marked}

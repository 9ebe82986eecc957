"""A person at a real browser: looks, types, clicks, and counts the clicks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Locator, Page, Response

from engine.commands.people import DEMO_PASSWORD
from engine.tools.driver import Driver

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 780}
SERIOUS = ("serious", "critical")

Fields = Mapping[str, str]


@dataclass
class Person:
    """One browser with its own cookies, at one page."""

    page: Page
    address: str
    clicks: int = 0

    def go(self, path: str) -> None:
        """The page at this address is open."""
        self.page.goto(self.address + path)

    def click(self, name: str | Locator) -> None:
        """One click on the button or link of this name."""
        self.clicks += 1
        (name if isinstance(name, Locator) else self._named(name)).click()
        self.page.wait_for_load_state()

    def enter(self, fields: Fields) -> None:
        """The fields hold these values. Typing is no click; choosing an answer or from a list is one."""
        for name, value in fields.items():
            found = self.page.locator(f'main [name="{name}"]')
            kind = found.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
            if kind in ("radio", "checkbox"):
                self.clicks += 1
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "select":
                self.clicks += 1
                found.select_option(value)
            else:
                found.fill(value)

    def take(self, case_number: str) -> None:
        """The first open step of this case is taken from the desk and its page is open."""
        self.go("/")
        row = self.page.locator("tr", has_text=case_number).first
        row.get_by_role("button", name=re.compile("^领取办理")).or_(
            row.get_by_role("link", name=re.compile("^办理"))
        ).click()
        self.page.locator("#form").wait_for()

    def finish(self) -> None:
        """The form of the step is sent; nothing in it is refused."""
        path = self.path
        self.click(self.page.locator('#form button[value="finish"]'))
        refused = self.page.locator(".error-summary")
        assert refused.count() == 0, f"{path}: {refused.inner_text()}"

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.address)

    @property
    def words(self) -> str:
        """What stands on the page."""
        return self.page.inner_text("main")

    def _named(self, name: str) -> Locator:
        buttons = self.page.get_by_role("button", name=name, exact=True)
        return buttons.or_(self.page.get_by_role("link", name=name, exact=True)).locator("visible=true").first


@dataclass
class Desk:
    """Opens browsers, one a person, and looks at what they show."""

    chromium: Chromium
    address: str
    walker: Driver
    screens: Path
    name: str
    people: dict[str, Person] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def of(self, account: str = "") -> Person:
        """This account's browser, signed in once; without one, a fresh browser of somebody outside."""
        if account and account in self.people:
            return self.people[account]
        context = self.chromium.new_context(viewport=WIDE, locale="zh-CN", accept_downloads=True)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        person = Person(context.new_page(), self.address)
        person.page.on("response", self._note)
        person.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        if account:
            person.go("/sign-in")
            person.enter({"account": account, "password": DEMO_PASSWORD})
            person.click("登录")
            self.people[account] = person
        return person

    def look(self, person: Person, page: str) -> None:
        """Two pictures of the page, wide and narrow; what scrolls sideways or shuts people out is a trouble."""
        self.screens.mkdir(parents=True, exist_ok=True)
        for size in (NARROW, WIDE):
            person.page.set_viewport_size(size)
            picture = self.screens / f"{self.name}-{page}-{size['width']}.png"
            person.page.screenshot(path=picture, full_page=True)
            over = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                self.troubles.append(f"{page}: {over} px too wide at {size['width']} px")
            if size is NARROW and (over := _over_enlarged(person.page)) > 0:
                self.troubles.append(f"{page}: {over} px too wide at {size['width']} px and 200 % type")
        self.troubles += [f"{page}: {found}" for found in _violations(person.page)]

    def close(self) -> None:
        """Every browser is closed."""
        for context in self.contexts:
            context.close()

    def _note(self, answer: Response) -> None:
        if answer.status >= 500:
            self.troubles.append(f"{answer.status} {answer.url}")


def _over_enlarged(page: Page) -> int:
    """By how many pixels the page scrolls sideways when its type is twice as large."""
    return int(
        page.evaluate(
            "() => { const root = document.documentElement; root.style.fontSize = '200%';"
            " const over = root.scrollWidth - root.clientWidth; root.style.fontSize = ''; return over }"
        )
    )


def _violations(page: Page) -> list[str]:
    """What axe finds that shuts people out."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{one['id']}: {node['target']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]

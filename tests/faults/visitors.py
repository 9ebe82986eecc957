"""People at their browsers: they sign in, take what lies on their desk and send the real forms.

When a connection breaks they do what people do: open the page again and look whether the step is still theirs.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from lxml import html

from engine.commands.people import DEMO_PASSWORD

REQUEST_SECONDS = 60
IDLE_SECONDS, LONGEST_IDLE = 0.2, 1.5
STAFF = (
    "dengji", "shoufa", "gongcheng1", "gongcheng2", "gongchengchu", "fazhi", "baomi", "hegao", "zhuren", "fenguan",
    "zhuyao", "yongyin",
)  # fmt: skip
REGISTRAR = "dengji"

Fields = dict[str, str]

TYPED: dict[str, Fields] = {
    "assign_handler": {"handler_id": ""},
    "search_item": {"held": "yes", "years": "2015年至2026年"},
    "review_secrecy": {"holds_classified": "no"},
    "weigh_disclosure": {"ground": "none", "severable": "no"},
    "answer_urging": {"finish_on": "2099-12-31"},
    "serve_reply": {"tracking_number": "1234567890123"},
}
"""What is typed at a step where the usual would be wrong; by the last part of the field's name."""
USUAL: Fields = {"agreed": "yes", "already_public": "no", "title": "竣工验收备案表", "pages": "3"}
LINE = "经核实，情况属实。"
PROSE = "经核实，该文件只安排本机关二〇二六年三月内部会议的会务和车辆，不涉及对外履行职责，也不含其他可以区分的内容。"
UNIT = "工程管理处"
BUSY = ("系统正忙", "连接中断")
"""What a person reads whom the database kept waiting too long, or who lost a deadlock."""


class LostError(Exception):
    """The connection broke before the answer was complete."""


class UnexpectedError(Exception):
    """An answer that nobody should get."""


@dataclass
class Ledger:
    """What the people saw and were told, to be compared with the rows afterwards."""

    wanted: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    registered: dict[str, int] = field(default_factory=dict)
    opened: dict[int, tuple[int, str]] = field(default_factory=dict)
    acknowledged: set[int] = field(default_factory=set)
    sent_back: dict[int, int] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    told_busy: int = 0
    done_by: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    troubles: list[str] = field(default_factory=list)
    is_done: bool = False

    def is_over(self) -> bool:
        """Nothing more to do, or no use in going on."""
        return self.is_done or bool(self.troubles)


@dataclass
class Answer:
    """A status, where it leads, and the page."""

    status: int
    location: str
    body: bytes

    def tree(self) -> Any:
        """The page as a tree."""
        return html.fromstring(self.body)


class Browser:
    """Keeps cookies; every request on a connection of its own."""

    def __init__(self, port: int, account: str, ledger: Ledger) -> None:
        self.port, self.account, self.ledger = port, account, ledger
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Answer:
        """The page at this address; LostError when the connection broke."""
        return self._ask("GET", address, "")

    def post(self, address: str, fields: Mapping[str, str]) -> Answer:
        """The answer to these fields; LostError when the connection broke, and nobody knows whether they arrived."""
        with self.ledger.lock:
            self.ledger.in_flight += 1
        try:
            return self._ask("POST", address, urlencode(fields))
        finally:
            with self.ledger.lock:
                self.ledger.in_flight -= 1

    def sign_in(self) -> None:
        """The account is signed in."""
        page = self.get("/sign-in").tree()
        sent = {**_values(page.xpath("//form[.//input[@name='password']]")[0]), "account": self.account}
        answer = self.post("/sign-in", {**sent, "password": DEMO_PASSWORD})
        if answer.status != 303:
            raise UnexpectedError(f"{self.account} cannot sign in: {answer.status}")

    def _ask(self, method: str, address: str, body: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_SECONDS)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection": "close",
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (ConnectionError, HTTPException, TimeoutError) as error:
            with self.ledger.lock:
                self.ledger.lost[method] += 1
            raise LostError from error
        finally:
            connection.close()
        self._remember(answer.headers.get_all("Set-Cookie") or [])
        with self.ledger.lock:
            self.ledger.answers[answer.status] += 1
            self.ledger.told_busy += answer.status == 409 and any(words.encode() in content for words in BUSY)
        if answer.status >= 500:
            raise UnexpectedError(f"{method} {address}: {answer.status} {_words(content)[:300]}")
        return Answer(answer.status, answer.headers.get("Location", ""), content)

    def _remember(self, lines: list[str]) -> None:
        for line in lines:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]


class Person(threading.Thread):
    """Somebody who works until everything is archived."""

    def __init__(self, browser: Browser, luck: random.Random) -> None:
        super().__init__(name=browser.account, daemon=True)
        self.browser, self.ledger, self.luck = browser, browser.ledger, luck

    def run(self) -> None:
        """What cannot be explained ends the run."""
        signed_in, idle = False, IDLE_SECONDS
        while not self.ledger.is_over():
            try:
                if not signed_in:
                    self.browser.sign_in()
                    signed_in = True
                if self.work():
                    idle = IDLE_SECONDS
                else:  # looks again, ever more seldom
                    time.sleep(idle)
                    idle = min(1.5 * idle, LONGEST_IDLE)
            except LostError:
                continue
            except Exception as error:  # noqa: BLE001  # whatever it was, it is a fault that the run reports
                with self.ledger.lock:
                    self.ledger.troubles.append(f"{self.browser.account}: {type(error).__name__} {error}")

    def work(self) -> bool:
        """One thing was done; False when there is nothing to do."""
        raise NotImplementedError


class Official(Person):
    """Takes the steps of the desk one after another."""

    def work(self) -> bool:
        desk = self.browser.get("/").tree()
        mine = [int(a.get("href").rpartition("/")[2]) for a in desk.xpath("//td//a[starts-with(@href, '/tasks/')]")]
        pool = desk.xpath("//td//form[contains(@action, '/claim')]")
        if mine:
            self._do(self.luck.choice(mine))
        elif pool:
            self._claim(self.luck.choice(pool))
        return bool(mine or pool)

    def _claim(self, form: Any) -> None:
        answer = self.browser.post(form.get("action"), _values(form))
        if answer.status == 303 and answer.location:
            self._do(int(re.search(r"/tasks/([0-9]+)", answer.location)[1]))  # type: ignore[index]

    def _do(self, task_id: int) -> None:
        lead = self.browser.get(f"/tasks/{task_id}")
        if lead.status != 303:
            return  # done meanwhile
        page = self.browser.get(lead.location)
        if page.status != 200:
            return
        self._send(task_id, lead.location, page.tree())

    def _send(self, task_id: int, address: str, page: Any) -> None:
        step = address.rpartition("/")[2]
        case = int(page.xpath("//p[@class='crumbs']//a[contains(@href, '/applications/')]/@href")[0].rpartition("/")[2])
        form = page.xpath("//form[@id='form']")[0]
        fields = filled(form, _typed(step, case))
        is_sent_back = step == "review_legality" and case % 7 == 1 and case not in self.ledger.sent_back.values()
        if is_sent_back:
            fields |= {"agreed": "no", "words": "请补充文件的文号。"}
        with self.ledger.lock:
            self.ledger.opened[task_id] = (case, step)
            if is_sent_back:
                self.ledger.sent_back[task_id] = case
        answer = self.browser.post(address, fields)
        if answer.status == 303:
            self._note_done(task_id)
        elif answer.status != 409:
            wrong = _words(html.tostring(answer.tree().xpath("//main")[0]))
            raise UnexpectedError(f"{address}: {answer.status} {wrong[:400]}")

    def _note_done(self, task_id: int) -> None:
        with self.ledger.lock:
            if task_id in self.ledger.acknowledged:
                self.ledger.troubles.append(f"step {task_id} was acknowledged a second time")
            self.ledger.acknowledged.add(task_id)
            self.ledger.done_by[self.browser.account] += 1


class Registrar(Person):
    """Registers the applications, each with the same form until an answer came."""

    def __init__(self, browser: Browser, luck: random.Random, days: list[date]) -> None:
        super().__init__(browser, luck)
        self.days = days
        self.form: Fields = {}

    def work(self) -> bool:
        if not self.form and not self.days:
            return False
        if not self.form:
            page = self.browser.get("/applications/new").tree()
            self.form = filled(page.xpath("//form[@id='form']")[0], counter_application(self.days[-1]))
            if len(self.days) % 2:
                self.form["items-1-what"] = "同一小区人防工程的平时使用情况"
            self.days.pop()
        answer = self.browser.post("/applications/new", self.form)
        if answer.status != 303:
            raise UnexpectedError(f"/applications/new: {answer.status} {_words(answer.body)[:400]}")
        with self.ledger.lock:
            self.ledger.registered[self.form["entry_key"]] = int(answer.location.split("/")[2])
        self.form = {}
        return True


def filled(form: Any, typed: Fields) -> Fields:
    """The form as it stands, what is required filled with the usual, and this typed over it."""
    fields = _values(form)
    for name, options in _choices(form).items():
        if name not in fields or not fields[name]:
            fields[name] = options[0]
    for line in form.xpath(".//*[self::input or self::textarea][@aria-required]"):
        if not fields.get(line.get("name")):
            fields[line.get("name")] = LINE if line.tag == "input" else PROSE
    for name in fields:
        last = name.rpartition("-")[2]
        fields[name] = typed.get(last, USUAL.get(last, fields[name]))
    return fields


def _choices(form: Any) -> dict[str, list[str]]:
    """Each question that must be answered by choosing, with its options."""
    found: dict[str, list[str]] = {}
    for button in form.xpath(".//fieldset[legend/span[@class='required']]//input[@type='radio']"):
        found.setdefault(button.get("name"), []).append(button.get("value"))
    for choice in form.xpath(".//select[@aria-required]"):
        options = [option for option in choice.xpath("./option") if option.get("value")]
        options.sort(key=lambda option: option.text_content() != UNIT)  # the unit that our handlers work in
        found[choice.get("name")] = [option.get("value") for option in options]
    return found


def _typed(step: str, case: int) -> Fields:
    typed = dict(TYPED.get(step, {}))
    if step == "search_item" and case % 5 == 0:
        typed["held"] = "no"
    if step == "weigh_disclosure" and case % 6 == 1:
        typed |= {"ground": "internal_affairs", "evidence": "该文件是本机关内部会议的安排。"}
    return typed


def counter_application(day: date) -> Fields:
    """What the registrar types of an application brought to the counter on this day."""
    return {
        "bears_level_mark": "no",
        "channel": "in_person",
        "arrived_on": day.isoformat(),
        "received_on": day.isoformat(),
        "evidence": "登记窗口当面签收",
        "applicant_name": "甲某",
        "address": "某省某市示例路1号",
        "postcode": "430000",
        "what": "某小区人防工程竣工验收备案文件",
    }


def _values(form: Any) -> Fields:
    return {name: value or "" for name, value in form.form_values()}


def _words(content: bytes) -> str:
    return " ".join(html.fromstring(content).text_content().split()) if content else ""

"""权限表: the page shows what holds, role by role and action by action, and nothing that was typed."""

import re

import pytest
from lxml import html

from engine.errors import NotPermitted
from engine.office import Office
from engine.permissions import ACTION_LABELS, PERMITTED, Action, Role
from engine.queries.permissions import SEES_ALL, SEES_NONE, SEES_UNIT, permission_table
from engine.tools.driver import Driver
from tests.web.browser import words_of
from tests.web.conftest import OpenBrowser
from tests.web.route_table import LANES, SHEET_STEPS


def test_every_action_has_a_name_of_its_own_and_somebody_who_may() -> None:
    assert set(ACTION_LABELS) == set(PERMITTED) == set(Action)
    assert len(set(ACTION_LABELS.values())) == len(Action)
    assert all(PERMITTED.values())


def test_every_action_stands_in_the_table_with_exactly_its_roles(browser: OpenBrowser) -> None:
    tree = html.fromstring(browser("guanli").get("/permissions").data)
    columns = [cell.text_content() for cell in tree.xpath("//table[contains(@class, 'permission-table')]/thead//th")]
    shown = {}
    for row in tree.xpath("//table[contains(@class, 'permission-table')]/tbody/tr"):
        name, *cells = (cell.text_content() for cell in row)
        shown[name] = {columns[place] for place, cell in enumerate(cells, 1) if "可以" in cell}
    assert shown == {action.label: {role.label for role in roles} for action, roles in PERMITTED.items()}


def test_every_step_of_every_drawing_stands_with_the_role_of_its_lane(walker: Driver, small_office: Office) -> None:
    table = permission_table(actor=walker.actor(Role.SUPERVISOR), office=small_office)
    shown = {step.id: each.role for each in table.duties for step in each.steps}
    assert shown == {step: LANES[step] for step in shown}
    assert set(shown) == set(
        re.findall(r'userTask id="(\w+)"', "".join(small_office.workflow.catalogue.sources.values()))
    )
    assert {step.id for each in table.duties for step in each.steps if step.on_paper} == set(SHEET_STEPS) & set(shown)


def test_the_table_says_which_cases_a_role_sees(walker: Driver, small_office: Office) -> None:
    table = permission_table(actor=walker.actor(Role.ADMINISTRATOR), office=small_office)
    sees = {each.role: each.sees for each in table.duties}
    assert (sees[Role.REGISTRAR], sees[Role.HANDLER], sees[Role.ADMINISTRATOR]) == (SEES_ALL, SEES_UNIT, SEES_NONE)


def test_a_supervisor_reads_the_table_and_a_handler_does_not(browser: OpenBrowser, walker: Driver) -> None:
    assert "按角色看" in words_of(browser("duban").get("/permissions"))
    assert "权限表" in words_of(browser("duban").get("/help"))
    assert "权限表" not in words_of(browser("gongcheng1").get("/help"))
    with pytest.raises(NotPermitted):
        permission_table(actor=walker.actor(Role.HANDLER), office=walker.office)

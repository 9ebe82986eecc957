"""Every step in a process that was started a moment ago: nothing may live in memory between two steps."""

from dataclasses import replace

from engine import resources
from engine.office import Office
from engine.tools import consistency
from engine.tools.driver import Driver
from engine.workflow import Catalogue


def test_a_case_goes_the_whole_way_though_the_server_starts_anew_before_every_step(office: Office) -> None:
    """Items examined side by side stood still for ever: what joins them again was connected in memory only."""
    case = Driver(office).register(items=("备案文件", "平时使用情况")).application_id
    done = []
    while Driver(office).open_tasks(case):
        catalogue = Catalogue.of(resources.folder("workflows"))
        restarted = replace(office, workflow=replace(office.workflow, catalogue=catalogue))
        done.append(Driver(restarted).step(case))
        Driver(restarted).tick()
    assert done[-1] == "archive_case"
    assert consistency.faults(office) == []

"""What is typed into the calculator of the answer period: dated events, in any order."""

from engine.rules.clock_events import ClockEvent, ClockEventName
from engine.rules.vocabulary import Channel, ConsultedParty
from web.forms.fields import Day, Line, Number, Word
from web.forms.form import Form, Rows


class EventRow(Form):
    """One event on one day, and what more belongs to it."""

    on = Day(label="日期")
    event = Word(label="事件", words=ClockEventName, options=tuple((each.value, each.label) for each in ClockEventName))
    to = Word(
        label="征求谁的意见",
        words=ConsultedParty,
        options=tuple((each.value, each.label) for each in ConsultedParty),
        hint="只在征求意见时选",
    )
    key = Line(label="第几份意见", most=20, hint="只有一份的不填")
    working_days = Number(label="工作日数", largest=250, hint="延期、补正期限")
    until = Day(label="改到哪一天", hint="只在延迟答复时填")

    @property
    def is_empty(self) -> bool:
        """A row without a day and an event counts as none."""
        return not any(text.strip() for name in ("on", "event") for text in self.fields[name].texts)

    def read(self) -> bool:
        """A day without an event, or an event without a day, is half a row."""
        sound = super().read()
        for name, message in (("on", "请填写这一事件的日期。"), ("event", "请选择这一天发生了什么。")):
            if self.value(name) is None and not self[name].errors:
                self[name].errors.append(message)
                sound = False
        return sound

    def clock_event(self) -> ClockEvent:
        """The event as the clock takes it."""
        return ClockEvent(
            on=self.value("on"),
            event=self.value("event"),
            key=self.value("key"),
            to=self.value("to"),
            working_days=self.value("working_days"),
            until=self.value("until"),
        )


class CalculatorForm(Form):
    """The channel, the day on which all is judged, and the events."""

    channel = Word(
        label="申请渠道",
        words=Channel,
        options=tuple((each.value, each.label) for each in Channel),
        hint="只影响“收到之日”怎么确定的说明，可以不选。",
    )
    as_of = Day(label="算到哪一天", hint="不填的，算到今天；事件在今天以后的，算到最后一个事件。")
    events = Rows(
        label="发生过的事件",
        row=EventRow,
        least=1,
        add="再加一个事件",
        hint="至少要有“收到申请”；先后次序随意，同样的日期也可以。",
    )

    def clock_events(self) -> list[ClockEvent]:
        """The events of the rows in which something was typed."""
        return [row.clock_event() for row in self.filled("events") if isinstance(row, EventRow)]

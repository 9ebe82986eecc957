"""What is stored: the tables by subject, the append-only history, the migrations."""

from engine.records.absences import Absence
from engine.records.base import Base
from engine.records.cases import IS_ESCALATED, IS_OPEN, Application, HistoryEntry, Letter, RequestedItem, StoredFile
from engine.records.catalogue import CatalogueTopic
from engine.records.channels import ChannelRow
from engine.records.desks import EarlierCase
from engine.records.dispatches import CalendarYear, Dispatch, DispatchState, IncomingMail, MailKind
from engine.records.enquiries import Consultation, OfflineFile, UnitQuestion
from engine.records.envelopes import DutyNote, Envelope, EnvelopePhoto
from engine.records.groups import CaseGroup, GroupedCase
from engine.records.intake import PlatformRecord, Representation
from engine.records.joint_replies import JointReply
from engine.records.letter_drafts import LetterDraft
from engine.records.office import Agency, CalendarDay, NumberSeries
from engine.records.papers import Enclosure, Redaction, VoidedNumber
from engine.records.people import Duty, FailedSignIn, FormDraft, Message, Person, SignIn, Unit
from engine.records.processes import OpenTask, OutboxEntry, PlannedTimer, ProcessInstance, ProcessVersion
from engine.records.readings import ChangedReading
from engine.records.remedies import RemedyCase
from engine.records.reminders import ReminderDay
from engine.records.report import ReportUnit, YearReport
from engine.records.retention import RetentionRule
from engine.records.search import SearchTerm
from engine.records.sister_agencies import SisterAgency
from engine.records.words import (
    OPEN_STATES,
    CaseState,
    EventName,
    LetterState,
    RemedyDecision,
    RemedyKind,
    UnitAnswer,
)

__all__ = [
    "IS_ESCALATED",
    "IS_OPEN",
    "OPEN_STATES",
    "Absence",
    "Agency",
    "Application",
    "Base",
    "CalendarDay",
    "CalendarYear",
    "CaseGroup",
    "CaseState",
    "CatalogueTopic",
    "ChangedReading",
    "ChannelRow",
    "Consultation",
    "Dispatch",
    "DispatchState",
    "Duty",
    "DutyNote",
    "EarlierCase",
    "Enclosure",
    "Envelope",
    "EnvelopePhoto",
    "EventName",
    "FailedSignIn",
    "FormDraft",
    "GroupedCase",
    "HistoryEntry",
    "IncomingMail",
    "JointReply",
    "Letter",
    "LetterDraft",
    "LetterState",
    "MailKind",
    "Message",
    "NumberSeries",
    "OfflineFile",
    "OpenTask",
    "OutboxEntry",
    "Person",
    "PlannedTimer",
    "PlatformRecord",
    "ProcessInstance",
    "ProcessVersion",
    "Redaction",
    "RemedyCase",
    "RemedyDecision",
    "RemedyKind",
    "ReminderDay",
    "ReportUnit",
    "Representation",
    "RequestedItem",
    "RetentionRule",
    "SearchTerm",
    "SignIn",
    "SisterAgency",
    "StoredFile",
    "Unit",
    "UnitAnswer",
    "UnitQuestion",
    "VoidedNumber",
    "YearReport",
]

"""Lists of rules and of findings, for page, CSV, XLSX and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.indicators.checks import findings, words
from tinhso.indicators.checks.core import read_rule
from tinhso.indicators.checks.words import Names
from tinhso.indicators.display import show
from tinhso.indicators.models import Check, CheckKind, Finding, Outcome, Severity

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Row = WithAnnotations[Finding, findings.Last]
else:
    Row = Finding

WAITING: Final = "waiting"
_SEVERITIES: Final = tuple((one.value, one.label) for one in Severity)
_KINDS: Final = tuple((one.value, one.label) for one in CheckKind)
_STATES: Final = (
    (WAITING, gettext_lazy("Chờ xử lý")),
    *((one.value, one.label) for one in Outcome if one != Outcome.AGAIN),
)
TONES: Final = {
    findings.OPEN: "push",
    Outcome.AGAIN: "push",
    Outcome.ACCEPTED: "met",
    Outcome.SENT_BACK: "returned",
    Outcome.GONE: "dropped",
}


def state_word(outcome: str) -> str:
    """Where a finding stands, in a word."""
    if outcome in {findings.OPEN, Outcome.AGAIN}:
        return str(dict(_STATES)[WAITING])
    return str(Outcome(outcome).label)


def in_use(row: Check) -> str:
    """From when to when a rule is meant."""
    if row.valid_from is None and row.valid_to is None:
        return str(gettext_lazy("mọi kỳ"))
    return f"{wording.day(row.valid_from)} – {wording.day(row.valid_to)}"


def rules_table(names: Names) -> Table[Check]:
    """The list of rules, each in words."""
    return Table(
        "quy-tac-kiem-tra",
        gettext_lazy("Quy tắc kiểm tra số liệu"),
        (
            Column("name", gettext_lazy("Quy tắc"), wording.named, sort=("sort_key", "code")),
            Column("says", gettext_lazy("Nội dung"), lambda row: words.rule_words(row.told, names)),
            Column("kind", gettext_lazy("Loại"), lambda row: CheckKind(row.kind).label, sort="kind"),
            Column(
                "severity", gettext_lazy("Khi sai"), lambda row: Severity(row.severity).label, sort="severity"
            ),
            Column("valid", gettext_lazy("Áp dụng"), in_use, essential=False),
            Column("code", gettext_lazy("Mã"), lambda row: row.code, sort="code", essential=False),
            Column(
                "indicators", gettext_lazy("Chỉ số"), lambda row: ", ".join(row.touched), export_only=True
            ),
            Column(
                "valid_from",
                gettext_lazy("Từ ngày"),
                lambda row: row.valid_from,
                kind="date",
                export_only=True,
            ),
            Column(
                "valid_to", gettext_lazy("Đến ngày"), lambda row: row.valid_to, kind="date", export_only=True
            ),
        ),
        href=Check.get_absolute_url,
    )


RULE_FILTERS: Final = (
    TextFilter("q", gettext_lazy("Tên, mã quy tắc hoặc chỉ số")),
    ChoiceFilter("kind", gettext_lazy("Loại"), options=_KINDS),
    ChoiceFilter("severity", gettext_lazy("Khi sai"), options=_SEVERITIES),
    FlagFilter("ended", gettext_lazy("Cả quy tắc đã ngừng")),
)


def narrow_rules(rows: QuerySet[Check], filters: Filters) -> QuerySet[Check]:
    """Apply what the address asks for; ended rules only when asked for."""
    found = rows
    for word in words.searched(filters.get("q") or ""):
        found = found.filter(search_key__contains=word)
    for name in ("kind", "severity"):
        if filters.get(name):
            found = found.filter(**{name: filters.get(name)})
    return found if filters.get("ended") else found.exclude(valid_to__lt=clock.today())


def findings_table(names: Names) -> Table[Row]:
    """The list of findings: the figure, the rule, how far off, where it stands."""
    return Table(
        "phat-hien",
        gettext_lazy("Số liệu cần xem lại"),
        (
            Column("indicator", gettext_lazy("Chỉ số"), lambda row: wording.named(row.observation.indicator)),
            Column("place", gettext_lazy("Địa bàn"), lambda row: row.observation.place.full_name),
            Column("period", gettext_lazy("Kỳ"), lambda row: wording.period(row.observation.period)),
            Column(
                "figure",
                gettext_lazy("Số liệu"),
                lambda row: show(row.observation).text,
                kind="link",
                href=lambda row: row.observation.get_absolute_url(),
            ),
            Column("said", gettext_lazy("Phát hiện"), lambda row: said(row, names)),
            Column(
                "rule",
                gettext_lazy("Quy tắc"),
                lambda row: wording.named(row.check_of),
                kind="link",
                href=lambda row: row.check_of.get_absolute_url(),
            ),
            Column("severity", gettext_lazy("Mức"), lambda row: Severity(row.severity).label),
            Column(
                "state",
                gettext_lazy("Xử lý"),
                lambda row: TONES[row.outcome],
                kind="status",
                word=lambda row: state_word(row.outcome),
            ),
            Column(
                "agency",
                gettext_lazy("Đơn vị"),
                lambda row: str(row.observation.agency or ""),
                essential=False,
            ),
            Column("because", gettext_lazy("Lý do"), reason_of, export_only=True),
            Column("off", gettext_lazy("Lệch"), lambda row: row.off, kind="decimal", export_only=True),
            Column(
                "score",
                gettext_lazy("Số lần độ lệch"),
                lambda row: row.score,
                kind="decimal",
                export_only=True,
            ),
            Column("check", gettext_lazy("Mã quy tắc"), lambda row: row.check_of.code, export_only=True),
            Column("id", gettext_lazy("Định danh"), lambda row: row.pk, export_only=True),
        ),
        href=address_of,
    )


def address_of(row: Finding) -> str:
    """The finding's page."""
    return reverse("checks:finding", args=[row.pk])


def said(row: Finding, names: Names) -> str:
    """What was found, by the rule as it was worded then."""
    rule = read_rule(row.said.get("rule") or row.check_of.rule)
    return words.finding_words(rule, words.restored(row.said), names)


def reason_of(row: Any) -> str:
    """Why it was decided so; else what came with the figure."""
    return str(row.because or row.observation.reason or row.observation.note)


FINDING_FILTERS: Final = (
    ChoiceFilter("state", gettext_lazy("Xử lý"), options=_STATES),
    ChoiceFilter("severity", gettext_lazy("Mức"), options=_SEVERITIES),
    TextFilter("check", gettext_lazy("Mã quy tắc")),
    TextFilter("indicator", gettext_lazy("Mã chỉ số")),
    TextFilter("place", gettext_lazy("Mã địa bàn")),
    FlagFilter("all", gettext_lazy("Cả đã xử lý")),
)


def narrow_findings(rows: QuerySet[Row], filters: Filters) -> QuerySet[Row]:
    """Apply what the address asks for; without a state, what waits for a decision."""
    exact = {
        "severity": filters.get("severity"),
        "check_of__code": filters.get("check"),
        "observation__indicator__code": filters.get("indicator"),
        "observation__place__code": filters.get("place"),
    }
    found = rows.filter(**{name: value for name, value in exact.items() if value})
    state = filters.get("state") or ("" if filters.get("all") else WAITING)
    if state == WAITING:
        return found.filter(outcome__in=findings.STANDING)
    return found.filter(outcome=state) if state else found

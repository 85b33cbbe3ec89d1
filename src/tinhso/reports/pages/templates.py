"""Templates: their list, one with its versions, and the editor with check and preview on real figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms, listing, wording
from tinhso.base.web.drafting import day, drafted
from tinhso.papers import html
from tinhso.people import queries as people
from tinhso.people.principals import Principal, principal_of
from tinhso.reports import knowing, policies, printing, queries, tables
from tinhso.reports.actions import templates as actions
from tinhso.reports.models import Template, TemplateVersion
from tinhso.reports.pages.sent import form, form_values, whole
from tinhso.reports.periods import span_for, usual
from tinhso.reports.schemas import CodeDraft, TemplateDraft, form_of
from tinhso.reports.template.describing import describe
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate
from tinhso.reports.template.words import BLOCKS, FIGURES, MOMENTS, RULES

MOST_AGENCIES = 500
START = """# I. KẾT QUẢ
Đến ngày {ky den}, đạt hoặc vượt {so-chi-tieu * dat-vuot}/{so-chi-tieu * tong} chỉ tiêu.
@bang tru-cot * : Chỉ tiêu theo trụ cột
# II. KHÓ KHĂN, VƯỚNG MẮC
# III. NHIỆM VỤ KỲ TỚI
"""


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All templates in use."""
    by = principal_of(request)
    found = listing.build(
        request,
        tables.TEMPLATES,
        queries.with_versions(),
        declared=tables.TEMPLATE_FILTERS,
        narrow=tables.narrow_templates,
    )
    context = {"title": _("Mẫu báo cáo"), "may_compose": policies.may_compose(by)}
    return found.respond("reports/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    """One template: what it needs, its versions; the standing office writes on it here."""
    by = principal_of(request)
    row = queries.template(code)
    if request.method == "POST":
        policies.require_compose(by)
        if request.POST.get("do") in {"retire", "restore"}:
            (actions.retire if request.POST["do"] == "retire" else actions.restore)(by, code)
            return redirect(row.get_absolute_url())
        return _sent(request, by, row)
    version = _asked(row, request.GET.get("version", ""))
    return _page(request, by, row, version, forms.start(_values(row, version)))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new template, or one from another (`?from=`)."""
    by = principal_of(request)
    policies.require_compose(by)
    if request.method == "POST":
        return _sent(request, by, None)
    values: dict[str, Any] = {
        "body": START,
        "title": "Kết quả thực hiện {ky}",
        "kind": "quarter",
        "closes": "1",
    }
    values["due_days"] = 5
    if copied := request.GET.get("from", ""):
        row = queries.template(copied)
        values = _values(row, queries.version_on(row, clock.today())) | {"name": "", "valid_from": ""}
    return _page(request, by, None, None, forms.start({"type_name": "BÁO CÁO"} | values))


def _asked(row: Template, day_text: str) -> TemplateVersion:
    """The version of `?version=2026-01-01`, else today's."""
    rows = queries.versions(row)
    asked = next((one for one in rows if one.valid_from.isoformat() == day_text), None)
    return asked or queries.version_on(row, clock.today())


def _values(row: Template, version: TemplateVersion) -> dict[str, Any]:
    return {
        "name": row.name,
        "name_en": row.name_en,
        "kind": row.kind,
        "issuer_code": row.issuer.code if row.issuer else "",
        "place_code": row.place.code if row.place else "",
        "closes": "1" if row.closes else "",
        "public": "1" if row.public else "",
        "due_days": row.due_days,
        "title": version.title,
        "body": version.body,
        "valid_from": wording.day(version.valid_from),
        **form_values(form_of(version.form)),
    }


def _draft(sent: QueryDict) -> TemplateDraft:
    told = {name: sent.get(name, "") for name in ("kind", "name", "name_en", "title", "why")}
    told["body"] = sent.get("body", "").replace("\r\n", "\n")
    return drafted(
        TemplateDraft,
        told
        | {
            "issuer": sent.get("issuer_code", ""),
            "place": sent.get("place_code", "").strip(),
            "closes": sent.get("closes") == "1",
            "public": sent.get("public") == "1",
            "due_days": whole(sent, "due_days", 5),
            "valid_from": day(sent, "valid_from"),
            "form": form(sent),
        },
    )


def _sent(request: HttpRequest, by: Principal, row: Template | None) -> HttpResponseBase:
    """Check, preview or keep what was typed."""
    sent = request.POST
    wanted = sent.get("do", "check")
    try:
        draft = _draft(sent)
        knowing.require_good(draft.body, title=draft.title)
        if wanted == "save":
            code = row.code if row else sent.get("code", "").strip()
            if row is None:
                _require_new(code)
            actions.lay_down(by, code, draft)
            messages.success(request, _("Đã ghi mẫu báo cáo."))
            return redirect("reports:template", code)
    except Refusal as refusal:
        return _page(request, by, row, None, forms.again(sent, refusal))
    typed = forms.start({key: sent.get(key, "") for key in sent})
    return _page(request, by, row, None, typed, draft=draft, preview=wanted == "preview")


def _require_new(code: str) -> None:
    drafted(CodeDraft, {"code": code})
    if Template.objects.filter(code=code).exists():
        raise Invalid(_("Mã “%(code)s” đã có.") % {"code": code}, field="code")


def _preview(row: Template | None, draft: TemplateDraft, period: str) -> tuple[object, str]:
    """The paper on real figures of a period, and that period's name."""
    trial = row or Template(kind=draft.kind, closes=draft.closes)
    trial.kind, trial.closes = draft.kind, draft.closes
    span = usual(trial, clock.today())
    if period:
        span = span_for(trial, period)
    paper, _found = printing.tried(trial, draft, span)
    return html.render(paper), span.label


def _page(
    request: HttpRequest,
    by: Principal,
    row: Template | None,
    version: TemplateVersion | None,
    typed: forms.Typed,
    *,
    draft: TemplateDraft | None = None,
    preview: bool = False,
) -> HttpResponse:
    paper, period, refusal = None, "", typed.refusal
    if preview and draft:
        try:
            paper, period = _preview(row, draft, request.POST.get("period", "").strip())
        except Refusal as refused:
            refusal = refused
            typed = forms.again(request.POST, refused)
    context = {
        "title": wording.named(row) if row else _("Mẫu báo cáo mới"),
        "template": row,
        "version": version,
        "versions": queries.versions(row) if row else [],
        "typed": typed,
        "needs": _needs(typed.value("body")),
        "checked": draft is not None and refusal is None,
        "paper": paper,
        "paper_period": period,
        "may_compose": policies.may_compose(by),
        "kinds": Template.Kind.choices,
        "agencies": _agencies(row) if policies.may_compose(by) else [],
        "language": _language(),
    }
    status = refusal.status if refusal else 200
    return render(request, "reports/template.html", context, status=status)


def _needs(body: str) -> list[str]:
    try:
        return describe(parse(body))
    except BadTemplate:
        return []


def _agencies(template: Template | None) -> list[tuple[str, str]]:
    """Who may issue today; the template's own issuer too where it has ended, else saving would lose it."""
    kinds = ("department", "committee", "office", "steering")
    rows = people.agencies().at_home().filter(valid_to=None, kind__in=kinds)
    found = {row.code: row.name for row in rows[:MOST_AGENCIES]}
    if template is not None and template.issuer is not None:
        found.setdefault(template.issuer.code, template.issuer.name)
    return list(found.items())


def _language() -> dict[str, list[tuple[str, str, str]]]:
    """The words of the language, for the help beside the editor."""
    return {
        "figures": [
            (word, str(kind.means), ", ".join(f"{name} ({means})" for name, means in kind.aspects.items()))
            for word, kind in FIGURES.items()
        ],
        "blocks": [(word, str(form.means), ", ".join(form.parameters)) for word, form in BLOCKS.items()],
        "rules": [(word, str(means), "") for word, means in RULES.items()],
        "moments": [(word, str(means), "") for word, means in MOMENTS.items()],
    }

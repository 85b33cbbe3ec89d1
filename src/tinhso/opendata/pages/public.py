"""Pages for everybody: the catalogue, a dataset, one of its versions, its files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.web import listing
from tinhso.opendata import policies, queries, tables
from tinhso.opendata.catalogue import catalogue as described
from tinhso.opendata.models import Dataset, DatasetVersion, Stage
from tinhso.opendata.outputs import told
from tinhso.opendata.showing import dictionary, preview
from tinhso.people.principals import principal_of

_PREVIEW = 20


@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """All published datasets: search, filters, twins."""
    rows = queries.datasets().public().with_newest()
    found = listing.build(
        request, tables.DATASETS, rows, declared=tables.FILTERS, narrow=tables.narrow, limit=20
    )
    context = {
        "title": _("Dữ liệu mở"),
        "filters": found.filters,
        "choices": [
            (one, one.choices, found.filters.get(one.key)) for one in tables.FILTERS if one.kind == "choice"
        ],
        "cards": [(row, tables.frequency_word(row)) for row in found.page.items],
        "may_publish": policies.may_publish(principal_of(request)),
        "q": request.GET.get("q", ""),
    }
    return found.respond("opendata/catalogue.html", context)


@require_safe
def linked(request: HttpRequest) -> HttpResponse:
    """The catalogue for programs that gather catalogues: DCAT in JSON-LD."""
    rows = list(queries.datasets().public().with_newest())
    response = JsonResponse(described(request, rows), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    return response


@require_safe
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """One dataset: what it is, whose, its files, its dictionary, its versions."""
    row = queries.public(code)
    if request.GET.get("format") == "json":
        return JsonResponse(told(row).model_dump(mode="json"), json_dumps_params={"ensure_ascii": False})
    versions = list(queries.versions(row))
    return render(request, "opendata/dataset.html", _context(request, row, versions, versions[0]))


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version as it was published, the newest or an old one."""
    row = queries.public(code)
    found = queries.version(row, number)
    return render(
        request, "opendata/dataset.html", _context(request, row, list(queries.versions(row)), found)
    )


def _context(
    request: HttpRequest, row: Dataset, versions: list[DatasetVersion], shown: DatasetVersion
) -> dict[str, Any]:
    explained = dictionary(shown)
    names = {entry.code: entry.name for entry in explained.entries}
    return {
        "title": str(row),
        "dataset": row,
        "stage": queries.stage(row),
        "is_retired": queries.stage(row) is Stage.RETIRED,
        "frequency": tables.frequency_word(row),
        "versions": versions,
        "version": shown,
        "is_newest": shown.number == versions[0].number,
        "files": [(one, one.get_absolute_url()) for one in shown.files.all()],
        "preview": preview(shown, names, _PREVIEW),
        "dictionary": explained,
        "address": request.build_absolute_uri(row.get_absolute_url()),
        "base": request.build_absolute_uri("/").rstrip("/"),
        "may_publish": policies.may_publish(principal_of(request)),
    }

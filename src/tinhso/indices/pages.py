"""Pages of composite indices: the list, an edition's table and tree, what-if."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.base.errors import Refusal
from tinhso.base.numbers import round_half_up
from tinhso.base.packs.home import home_pack
from tinhso.base.web import forms, listing, wording
from tinhso.indices import models, queries, tables
from tinhso.indices.board import Line, lines, standing
from tinhso.indices.core.gains import gains
from tinhso.indices.core.nodes import Edition as Tree
from tinhso.indices.core.scoring import decimal
from tinhso.indices.drawing import gain_rows, gains_chart, rank_rows, ranks_chart, tree_rows
from tinhso.indices.models import Edition, Measure, Score
from tinhso.indices.outputs import EditionBrief, EditionOut, ScoreOut, nodes_told, printed
from tinhso.indices.rounds import policies
from tinhso.indices.trying import Tried, tried
from tinhso.people.principals import principal_of


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Every edition of every index."""
    found = listing.build(request, tables.EDITIONS, list(queries.editions()))
    return found.respond("indices/index.html", {"title": _("Bộ chỉ số tổng hợp")})


def _year(request: HttpRequest, rows: Sequence[Score]) -> tuple[int | None, list[int]]:
    """The year looked at: the asked one, else the latest whose parts are published, else the latest."""
    years = sorted({row.year for row in rows}, reverse=True)
    asked = request.GET.get("year", "")
    if asked.isdigit() and int(asked) in years:
        return int(asked), years
    counts = {year: sum(bool(row.node) for row in rows if row.year == year) for year in years}
    return max(years, key=lambda year: (counts[year], year), default=None), years


def _chosen(request: HttpRequest, board: Sequence[Line]) -> str:
    """The code of the place looked at: the asked one, else the home province."""
    return request.GET.get("place", "")[:20] or home_pack().place or (board[0].place.code if board else "")


def _json(row: Edition, tree: Tree, rows: Sequence[Score]) -> JsonResponse:
    out = EditionOut(
        index=row.index.code,
        edition=EditionBrief.of(row.index, row),
        source=row.source,
        nodes=nodes_told(tree),
    ).model_dump(mode="json")
    out["scores"] = [ScoreOut.told(one).model_dump(mode="json") for one in rows]
    return JsonResponse(out, json_dumps_params={"ensure_ascii": False})


@require_safe
def edition(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """An edition: published beside recomputed, ranks over the years, the tree, what lifts a place most."""
    row = queries.edition(code, edition)
    by = principal_of(request)
    tree, rows = queries.tree(row), list(queries.scores(row, illustrative=by.illustrative))
    if request.GET.get("format") == "json":
        return _json(row, tree, rows)
    year, years = _year(request, rows)
    board = lines(tree, [one for one in rows if one.year == year])
    wanted = _chosen(request, board)
    line = next((one for one in board if one.place.code == wanted), None)
    history = list(queries.of_index(row.index))
    context: dict[str, Any] = {
        "title": wording.named(row),
        "edition": row,
        "tree": tree,
        "nodes": tree_rows(tree),
        "main": [(node, wording.named(node)) for node in tree.main if node.scored],
        "year": year,
        "years": years,
        "board": [_told(one, tree) for one in board],
        "recomputed": [one for one in board if one.scored],
        "mean": _mean(rows, year),
        "place": line.place if line else None,
        "chosen": line,
        "choices": [(one.place.code, one.place.full_name) for one in sorted(board, key=_by_name)],
        "why_not": queries.why_not(row),
        "may_manage": policies.may_manage(by),
        "published": next((one.published for one in rows if one.year == year and one.published), None),
        **_history(row, history, wanted),
        **_lifts(tree, line),
    }
    return render(request, "indices/edition.html", context)


def _by_name(line: Line) -> str:
    return line.place.sort_key


def _told(line: Line, tree: Tree) -> dict[str, Any]:
    return {
        "line": line,
        "shares": [line.shares.get(node.code) for node in tree.main if node.scored],
        "certainty": models.Certainty(line.whole.certainty).label if line.whole else "",
    }


def _mean(rows: Sequence[Score], year: int | None) -> Any:
    found = next((one for one in rows if one.measure == Measure.MEAN and one.year == year), None)
    return printed(found) if found else None


def _history(row: Edition, history: Sequence[Score], place: str) -> dict[str, Any]:
    own = [one for one in history if one.place.code == place and not one.node and one.rank]
    return {"ranks": rank_rows(own), "ranks_chart": ranks_chart(own, wording.named(row.index))}


def _lifts(tree: Tree, line: Line | None) -> dict[str, Any]:
    """What each main index of the chosen place still has to give; nothing where it is not published."""
    if line is None or line.scored is None:
        return {"gains": [], "gains_chart": None}
    found = gains(tree, line.scored)
    return {
        "gains": gain_rows(found),
        "gains_chart": gains_chart(found, line.place.full_name),
    }


@require_safe
def what_if(request: HttpRequest, code: str, edition: str) -> HttpResponse:
    """Shares as one would have them, and the value and rank they would give; nothing is kept."""
    row = queries.edition(code, edition)
    tree, rows = queries.tree(row), list(queries.scores(row))
    year, years = _year(request, rows)
    board = lines(tree, [one for one in rows if one.year == year])
    wanted = _chosen(request, board)
    line = next((one for one in board if one.place.code == wanted), None)
    answer, typed = _answer(request, tree, line)
    place = line.place if line else None
    context = {
        "title": _("Thử: nếu điểm thay đổi"),
        "edition": row,
        "tree": tree,
        "why_not": queries.why_not(row),
        "typed": typed,
        "answer": answer,
        "fields": [
            (node, wording.named(node), typed.value(f"s-{node.code}"), typed.problem(f"s-{node.code}"),
             typed.value(f"e-{node.code}"), typed.problem(f"e-{node.code}"))
            for node in tree.main if node.scored
        ],
        "board": [one for one in board if one.rank and one.value is not None and one is not line],
        "standing": standing(answer.score.value, board, place) if answer else None,
        "gains": gain_rows(answer.gains, _steps(answer)) if answer else [],
        "way": answer.way if answer else None,
        "value": round_half_up(decimal(answer.score.value), tree.decimals) if answer else None,
        "place": place,
        "chosen": line,
        "year": year,
        "years": years,
        "choices": [(one.place.code, one.place.full_name) for one in sorted(board, key=_by_name)],
    }  # fmt: skip
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indices/what_if.html", context, status=status)


def _steps(answer: Tried) -> list[str]:
    return [step.code for step in answer.way.steps] if answer.way else []


def _answer(request: HttpRequest, tree: Tree, line: Line | None) -> tuple[Tried | None, forms.Typed]:
    """What was typed, else the published shares of the place; the answer where there is enough to score."""
    sent = any(name.startswith("s-") for name in request.GET)
    asked = request.GET.items()
    values = {name: str(value) for name, value in asked if name[:2] in {"s-", "e-"} or name == "want"}
    if not sent and line is not None:
        shown = {f"s-{node}": wording.number(share, None) for node, share in line.shares.items()}
        values = {**shown, **values}
    typed = forms.start(values)
    if not tree.computes or not any(name.startswith("s-") for name in values):
        return None, typed
    if not sent and (line is None or line.scored is None):
        return None, typed
    try:
        return tried(tree, values), typed
    except Refusal as refused:
        return None, forms.again(values, refused)

"""Which engine answers: the one that is set, and the facts themselves where it cannot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings

from tinhso.warehouse.answers import Freshness
from tinhso.warehouse.engines.base import Columns, Engine, Unable
from tinhso.warehouse.engines.duckdb import DuckDB
from tinhso.warehouse.engines.postgresql import PostgreSQL
from tinhso.warehouse.plans import Plan

_ENGINES: Final[dict[str, Callable[[], Engine]]] = {DuckDB.name: DuckDB, PostgreSQL.name: PostgreSQL}
_LOG: Final = logging.getLogger(__name__)


def answer(plan: Plan) -> tuple[Columns, Freshness]:
    """The cells of that plan, and how fresh they are."""
    engine = _ENGINES[settings.WAREHOUSE_ENGINE]()
    try:
        return engine.answer(plan), engine.freshness()
    except Unable as why:
        _LOG.info("The facts answer instead of %s: %s", engine.name, why)
    facts = PostgreSQL()
    return facts.answer(plan), facts.freshness()

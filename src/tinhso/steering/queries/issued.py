"""Work that counts: a draft plan is a proposal, and what it holds is nobody's yet."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tinhso.steering.models import Plan

ISSUED: Final = ~Q(plan__stage=Plan.Stage.DRAFT)
"""Targets and tasks of plans that were issued, whether in force or over."""

"""A plan's targets and tasks as XLSX: out filled, in with a dry run and a word at every wrong cell."""

from tinhso.steering.workbook.loading import Outcome, RowChange, check, load
from tinhso.steering.workbook.monthly import monthly_xlsx
from tinhso.steering.workbook.writing import template

__all__ = ["Outcome", "RowChange", "check", "load", "monthly_xlsx", "template"]

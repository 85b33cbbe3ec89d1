"""The formula language of derived indicators and checks (ngôn ngữ công thức): parsed once, read by visitors.

Knows nothing of Django; only `describing`, which speaks to people, translates.
"""

from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.evaluation import Value, compile_formula, evaluate
from tinhso.indicators.formula.nodes import Node
from tinhso.indicators.formula.parser import parse
from tinhso.indicators.formula.printing import printed

__all__ = ["FormulaError", "Node", "Value", "compile_formula", "evaluate", "parse", "printed"]

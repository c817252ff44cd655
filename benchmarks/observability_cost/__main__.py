"""Write the figures and the chart of docs/observability/cost.md anew."""

from benchmarks.observability_cost.chart import FILE, draw
from benchmarks.observability_cost.page import PAGE, current

PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
FILE.write_text(draw(), encoding="utf-8")

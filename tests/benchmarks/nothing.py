"""A bare engine that does nothing with its texts."""

from benchmarks.loop import answer_lines

answer_lines(len)

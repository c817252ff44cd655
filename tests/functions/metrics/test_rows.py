from functions.metrics import rows
from lockgate.replay import function


def test_counts_of_a_row_are_those_that_the_command_line_reads() -> None:
    assert rows.COUNTS == function.COUNTS

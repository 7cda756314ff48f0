"""What tests hand to `--record`: see conftest.py."""

from collections.abc import Callable

type Tally = Callable[[str, str, int, int], None]
"""Takes a table, a kind of fault or input, how many cases were tried and how many of them held.

Counted as tried before what may fail is asserted, and as held after it, so that a loss is written too.
"""

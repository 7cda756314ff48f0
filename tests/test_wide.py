"""A NamedTuple handed to a kernel by address."""

from typing import NamedTuple

import numba
import numpy as np
import pytest

from sim.kernels import kernel
from sim.state.table import Array


class Shop(NamedTuple):
    """Columns of several kinds, and numbers of each."""

    stock: Array
    prices: Array
    is_open: Array
    rate: float
    day: int
    is_holiday: bool


@kernel
def sold(shop: Shop, s: int) -> float:
    """Sell one of each and tell the takings."""
    shop.stock[s] -= 1
    row = shop.prices[s]
    row[1] += 0.5
    if shop.is_holiday or not shop.is_open[s]:
        return 0.0
    return float(row[0]) * shop.rate + float(row[1]) + shop.day


@kernel
def takings(shop: Shop) -> float:
    """Takings of all shops, each told by another kernel."""
    total = 0.0
    for s in range(len(shop.stock)):
        total += sold(shop, s)
    return total


def shop() -> Shop:
    return Shop(
        np.array([5, 7, 9], np.int16),
        np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], np.float32),
        np.array([True, True, False]),
        2.5,
        30,
        False,
    )


def test_every_kind_of_field_is_read_and_every_write_arrives() -> None:
    made, expected = shop(), shop()
    assert takings(made) == takings.py_func(expected) == 1 * 2.5 + 2.5 + 30 + 3 * 2.5 + 4.5 + 30
    assert made.stock.tolist() == [4, 6, 8]
    assert np.array_equal(made.prices, expected.prices)
    assert made.prices[2, 1] == 6.5


def test_another_value_of_the_class_is_not_taken_for_the_last_one() -> None:
    first, second = shop(), shop()._replace(rate=0.0, is_holiday=True)
    assert takings(first) > 0.0
    assert takings(second) == 0.0
    assert takings(first) > 0.0
    assert first.stock.tolist() == [3, 5, 7]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is handed over")
@pytest.mark.parametrize("stock", [np.arange(6, dtype=np.int16)[::2], np.frombuffer(b"\1\0\2\0\3\0", np.int16)])
def test_a_column_that_a_kernel_cannot_write_row_after_row_is_refused(stock: Array) -> None:
    with pytest.raises(TypeError, match="Shop: a column is no writable array"):
        takings(shop()._replace(stock=stock))

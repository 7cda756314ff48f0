"""Designs: which points, which share their luck, which are prefixes."""

import numpy as np
import pytest
from known_functions import ISHIGAMI, G
from scipy import stats

from sim.errors import InputError
from sim.study.design import METHODS, Design, make
from sim.study.factors import GaussianCopula

MIXED = {"a": stats.norm(), "b": ["x", "y", "z"], "c": range(4), "d": stats.uniform(0, 1)}


def small(method: str, seed: int = 0) -> Design:
    return make(MIXED, method, {"fast": 260, "grid": 96, "ofat": 3}.get(method, 16), seed=seed)


@pytest.mark.parametrize("method", METHODS)
def test_every_design_lies_in_the_cube_and_gives_plain_python_values(method: str) -> None:
    design = small(method)
    assert ((design.points >= 0) & (design.points <= 1)).all()
    values = design.values(0)
    assert list(values) == list(MIXED)
    assert [type(value) for value in values.values()] == [float, str, int, float]
    assert np.isfinite([design.values(row)["a"] for row in range(len(design))]).all()


@pytest.mark.parametrize("method", METHODS)
def test_seed_0_is_honoured_and_the_global_generator_is_left_alone(method: str) -> None:
    np.random.seed(7)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    one, same = small(method), small(method)
    np.testing.assert_array_equal(one.points, same.points)
    if method not in ("grid", "ofat"):
        assert not np.array_equal(one.points, small(method, 1).points)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize("method", ["sobol", "morris", "radial"])
def test_a_design_is_a_prefix_of_the_larger_one(method: str) -> None:
    few, many = make(MIXED, method, 32), make(MIXED, method, 64)
    rows = len(few)
    for attribute in ("points", "block", "role", "seed_block"):
        np.testing.assert_array_equal(getattr(few, attribute), getattr(many, attribute)[:rows])
    assert [few.values(row) for row in range(rows)] == [many.values(row) for row in range(rows)]
    assert [few.run_seed(row, 1) for row in range(rows)] == [many.run_seed(row, 1) for row in range(rows)]
    np.testing.assert_array_equal(many.head(32).points, few.points)
    assert many.head(32).blocks == 32


def test_rows_of_a_sobol_block() -> None:
    design = make(G, "sobol", 8, second_order=True)
    assert len(design) == 8 * (2 * 8 + 3) and design.second_order
    rows = design.points.reshape(8, -1, 8)
    for factor in range(8):
        own = np.arange(8) == factor
        np.testing.assert_array_equal(rows[:, 2 + factor], np.where(own, rows[:, 1], rows[:, 0]))
        np.testing.assert_array_equal(rows[:, 10 + factor], np.where(own, rows[:, 0], rows[:, 1]))
    np.testing.assert_array_equal(rows[:, -1], rows[:, 0])
    assert len(make(ISHIGAMI, "sobol", 512)) * 2 == 6144


def test_points_of_a_block_share_seeds_blocks_do_not_and_the_dummy_borrows() -> None:
    design = make(ISHIGAMI, "sobol", 64, replicates=3)
    seeds = np.array([[design.run_seed(row, k) for k in range(3)] for row in range(len(design))]).reshape(64, -1, 3)
    assert (seeds[:, :-1] == seeds[:, :1]).all()
    assert len(np.unique(seeds[:, 0])) == 64 * 3
    np.testing.assert_array_equal(seeds[:, -1], seeds[np.arange(64) ^ 4, 0])
    assert seeds.min() >= 0


def test_steps_of_morris_and_radial_move_one_factor_by_a_quarter_or_more_and_fill_the_cube() -> None:
    for method in ("morris", "radial"):
        design = make(G, method, 256)
        rows = design.points.reshape(256, -1, 8)[:, :-1]
        roles = design.role.reshape(256, -1)[:, 1:-1]
        before = rows[:, :-1] if method == "morris" else rows[:, :1]
        moved = rows[:, 1:] != before
        assert (moved.sum(axis=2) == 1).all()
        assert (np.array(list(G))[moved.argmax(axis=2)] == roles).all()
        distance = np.abs(rows[:, 1:] - before)[moved]
        assert distance.min() >= 0.25 - 1e-12
        assert len(np.unique(np.round(distance, 6))) > 1000
        assert stats.kstest(rows[:, -1].reshape(-1), "uniform").pvalue > 1e-3


def test_groups_move_as_one_however_written() -> None:
    by_group = {"levers": ["a", "c"], "uncertainties": ["b", "d"]}
    by_factor = {"a": "levers", "b": "uncertainties", "c": "levers", "d": "uncertainties"}
    in_order = ["levers", "uncertainties", "levers", "uncertainties"]
    designs = [make(MIXED, "sobol", 16, groups=groups) for groups in (by_group, by_factor, in_order)]
    assert all(len(design) == 16 * (2 + 3) for design in designs)
    for design in designs[1:]:
        np.testing.assert_array_equal(design.points, designs[0].points)
    rows = designs[0].points.reshape(16, 5, 4)
    np.testing.assert_array_equal(rows[:, 2], np.where([True, False, True, False], rows[:, 1], rows[:, 0]))


def test_grid_takes_every_value_of_a_list_and_every_combination() -> None:
    design = make({"dose": [0.0, 750.0, 1500.0], "rule": ["a", "b"], "z": stats.uniform(0, 1)}, "grid", 30)
    assert len(design) == 3 * 2 * 5
    assert len({tuple(design.values(row).values()) for row in range(len(design))}) == 30
    assert set(design.columns["dose"].tolist()) == {0.0, 750.0, 1500.0}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sobol", 100), "power of two, e.g. 128"),
        (("sobl", 64), "nearest: 'sobol'"),
        (("morris", 0), "samples is 0"),
        (("fast", 100), "at least 130"),
        (("grid", 20), "smallest grid"),
    ],
)
def test_impossible_designs_are_refused(arguments: tuple[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make(MIXED, *arguments)


def test_what_a_method_cannot_do_is_refused_not_ignored() -> None:
    with pytest.raises(InputError, match="cannot move groups"):
        make(MIXED, "fast", 260, groups=["a", "a", "b", "b"])
    with pytest.raises(InputError, match="in no group"):
        make(MIXED, "sobol", 16, groups={"one": ["a", "b"]})
    with pytest.raises(InputError, match="second order"):
        make(MIXED, "morris", 16, second_order=True)
    with pytest.raises(InputError, match="whole numbers"):
        make(MIXED, "lhs", 16, seed=-1)
    with pytest.raises(InputError, match="dummy"):
        make({"dummy": stats.norm()}, "lhs", 16)


def test_correlated_factors_may_only_be_moved_together() -> None:
    linked = GaussianCopula({"x": stats.norm(), "y": stats.norm(), "z": stats.norm()}, {("x", "y"): 0.8})
    with pytest.raises(InputError, match="correlated"):
        make(linked, "sobol", 16)
    assert make(linked, "sobol", 16, groups={"both": ["x", "y"], "z": ["z"]}).linked
    assert make(linked, "lhs", 16).linked

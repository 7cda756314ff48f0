"""Calibration on functions whose answer is known: the exact posterior, what is open by name, truths come back."""

import numpy as np
import pytest

from sim.calibration.calibration import calibrate
from sim.calibration.effort import Effort
from sim.calibration.emulator import emulate
from sim.calibration.free import FREE, check_free
from sim.calibration.history import Aims, Wave, around, plausible_points
from sim.calibration.learning import directions, pairs, recovered
from sim.calibration.posterior import Likelihood, sample
from sim.errors import InputError
from sim.sections import BEHAVIOUR
from sim.study.points import sequence

PRIORS = {"a": (0.0, 2.0), "b": (-1.0, 1.0), "c": (0.0, 1.0)}
SMALL = Effort(points=80, replicates=2, waves=2, members=16, truths=10, seed=3)


def model(x, seed):
    """Two moments tell a and b; c is seen nowhere; one moment is chance alone."""
    rng = np.random.default_rng(seed)
    return {
        "level": x["a"] + 0.5 * x["b"] + 0.01 * rng.standard_normal(),
        "curve": x["a"] ** 2 - x["b"] + 0.01 * rng.standard_normal(),
        "noise": rng.standard_normal(),
    }


def aims(a=0.8, b=0.3, sd=0.05):
    value = np.array([a + 0.5 * b, a**2 - b, 0.0])
    return Aims(("level", "curve", "noise"), value, np.diag([sd**2, sd**2, 1.0]))


@pytest.fixture(scope="module")
def found():
    return calibrate(model, PRIORS, aims(), effort=SMALL)


def exact(a, b, sd=0.05):
    """Log posterior of the true function."""
    target = aims().value
    return -0.5 * (((a + 0.5 * b - target[0]) / sd) ** 2 + ((a**2 - b - target[1]) / sd) ** 2)


def test_the_posterior_is_the_exact_one(found):
    a, b = np.meshgrid(np.linspace(0, 2, 801), np.linspace(-1, 1, 801))
    weight = np.exp(exact(a, b))
    mean = [(weight * axis).sum() / weight.sum() for axis in (a, b)]
    sd = [np.sqrt((weight * (axis - m) ** 2).sum() / weight.sum()) for axis, m in zip((a, b), mean, strict=True)]
    told = found.parameters.set_index("parameter")
    for name, m, s in zip("ab", mean, sd, strict=True):
        assert told.loc[name, "mean"] == pytest.approx(m, abs=0.2 * s)
        assert told.loc[name, "sd"] == pytest.approx(s, rel=0.2)
    assert found.chain.is_long


def test_what_nothing_tells_of_is_open_and_named(found):
    told = found.parameters.set_index("parameter")
    assert list(told["is_identified"]) == [True, True, False]
    assert told.loc["c", "sd_ratio"] == pytest.approx(1.0, abs=0.1)
    table = directions(found.names, found.chain.points)
    assert len(table) == 1 and table["direction"][0].startswith(("+1.00 c", "+0.99 c", "+0.98 c"))


def test_chance_is_not_emulated_and_takes_no_part(found):
    last = found.waves[-1]
    assert [emulator.moment for emulator in last.refused] == ["noise"]
    assert {emulator.moment for emulator in last.emulators} == {"level", "curve"}
    table = found.moments.set_index("moment")
    assert not table.loc["noise", "is_used"] and table.loc["level", "quality"] > 0.98


def test_waves_shrink_the_plausible_volume_to_the_true_one(found):
    volumes = [wave.volume for wave in found.waves]
    assert 1.0 > volumes[0] >= volumes[-1] * 0.8
    points = sequence(3, 1 << 14, 9)
    a, b = 2.0 * points[:, 0], -1.0 + 2.0 * points[:, 1]
    gap = np.abs(np.column_stack([a + 0.5 * b, a**2 - b]) - aims().value[:2]) / 0.05
    assert volumes[-1] == pytest.approx(float((gap.max(axis=1) <= 3.0).mean()), rel=0.35)


def test_the_true_model_is_run_again_and_fits_better_than_the_prior(found):
    table = found.moments.set_index("moment").loc[["level", "curve"]]
    assert (table["z"].abs() < 1.0).all() and (table["prior_z"].abs() > 2.0).any()
    assert (table["emulator_miss"] < 0.5).all()
    assert found.told.shape == (16, 3) and found.failed == 0
    point = found.point
    assert abs(point["a"] - 0.8) < 0.15 and abs(point["b"] - 0.3) < 0.15


def test_known_truths_come_back(found):
    table = recovered(found.names, found.recovery).set_index("parameter")
    assert list(table["is_identified"]) == [True, True, False]
    assert (table["truths"] == 10).all()
    assert (table.loc[["a", "b"], "coverage_90"] >= 0.65).all()  # of a right posterior, with 10 truths, less in 1 of 80


def test_a_posterior_that_is_too_sure_does_not_pass_for_right():
    truths = sequence(1, 40, 5)
    sure = [np.random.default_rng(row).normal(truths[row, 0] + 0.1, 0.02, (200, 1)) for row in range(40)]
    from sim.calibration.learning import recover

    table = recovered(("a",), recover(truths, lambda row: sure[row]))
    assert table["coverage_90"][0] < 0.2 and table["rank_mean"][0] < 0.1


def test_a_sum_leaves_its_difference_open():
    def tells_the_sum(x, seed):
        return {"sum": x["a"] + x["b"]}

    goal = Aims(("sum",), np.array([1.0]), np.array([[0.0025]]))
    effort = Effort(points=40, replicates=1, waves=1, members=8, truths=0)
    got = calibrate(tells_the_sum, {"a": (0.0, 1.0), "b": (0.0, 1.0)}, goal, effort=effort)
    assert pairs(got.names, got.chain.points)["correlation"][0] < -0.9
    (direction,) = directions(got.names, got.chain.points)["direction"]
    signs = sorted(part[0] for part in direction.split() if part[0] in "+-")
    assert signs == ["+", "-"]


def test_runs_are_kept_and_not_made_again(tmp_path):
    log = tmp_path / "log"

    def counted(x, seed):
        with log.open("a") as file:
            file.write(f"{seed}\n")
        return {"level": x["a"], "curve": x["b"], "noise": 0.0 * x["a"]}

    effort = Effort(points=40, replicates=1, waves=1, members=8, truths=0)
    first = calibrate(counted, PRIORS, aims(), effort=effort, out=tmp_path / "runs")
    made = log.read_text().count("\n")
    again = calibrate(counted, PRIORS, aims(), effort=effort, out=tmp_path / "runs")
    assert made == 48 and log.read_text().count("\n") == made
    assert np.array_equal(first.members, again.members) and np.array_equal(first.told, again.told)


def test_failed_runs_are_left_out_and_counted():
    def fails(x, seed):
        if x["a"] > 1.7:
            raise ValueError("too much")
        return model(x, seed)

    got = calibrate(fails, PRIORS, aims(), effort=Effort(points=80, waves=1, members=8, truths=0))
    assert got.failed > 10 and got.waves[0].runs < 80
    assert got.parameters.set_index("parameter").loc["a", "mean"] == pytest.approx(0.8, abs=0.1)


def test_targets_that_no_point_meets_are_said_to_be(capsys):
    lines = []
    far = aims()._replace(value=np.array([9.0, 9.0, 0.0]))
    effort = Effort(points=40, waves=3, members=8, truths=0)
    got = calibrate(model, PRIORS, far, effort=effort, tell=lines.append)
    assert any("no point is plausible" in line for line in lines)
    assert len(got.waves) == 1 and got.waves[0].volume == 0.0


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(InputError, match=r"prior of a goes from 2 to 1"):
        calibrate(model, {"a": (2.0, 1.0)}, aims())
    with pytest.raises(InputError, match=r"points is 5; allowed is a whole number from 40"):
        Effort(points=5)
    effort = Effort(points=40, waves=1, members=8)
    for name, says in (("noise", "no moment can be emulated: the best, noise"), ("other", "tells no moment 'other'")):
        with pytest.raises(InputError, match=says):
            calibrate(model, PRIORS, Aims((name,), np.zeros(1), np.eye(1)), effort=effort)


def test_errors_that_go_together_count_once():
    """Two moments with one common error tell of a no more than one of them does."""
    points = sequence(1, 60, 1)
    rows = [emulate(name, points, points[:, :1] * 2.0, 0) for name in ("one", "other")]
    tied = Aims(("one", "other"), np.array([1.0, 1.0]), 0.01 * np.array([[1.0, 0.999], [0.999, 1.0]]))
    free = tied._replace(covariance=0.01 * np.eye(2))
    sds = [
        sample(Likelihood(rows, goal, np.zeros(1), np.ones(1)), points[20:40], 1).points.std() for goal in (tied, free)
    ]
    assert sds[0] == pytest.approx(0.05, rel=0.1) and sds[1] == pytest.approx(0.05 / np.sqrt(2), rel=0.1)


def test_without_a_wave_everything_is_plausible():
    points, share = plausible_points([], aims(), 3, 100, 0)
    assert len(points) == 100 and share == 1.0
    low, high = around(np.array([[0.2, 0.5], [0.4, 0.9]]))
    assert low == pytest.approx([0.19, 0.48]) and high == pytest.approx([0.41, 0.92])
    assert isinstance(Wave(low, high, [], [], 1.0, 0), tuple)


def test_only_base_processes_may_be_free():
    assert set(FREE) <= set(BEHAVIOUR)
    assert not {name for name in FREE if name.endswith("_per_registered") or "training" in name}
    with pytest.raises(InputError, match=r"'training_pay_effect' is no base process"):
        check_free(["participation_value", "training_pay_effect"])
    with pytest.raises(InputError, match=r"16 parameters are free; allowed is 15"):
        check_free(list(FREE)[:16])

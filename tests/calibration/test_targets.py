"""Targets: every published moment has one, read of the right people and months, and one's own folder is checked."""

import csv
import math
import re

import numpy as np
import pandas as pd
import pytest

from sim.calibration.targets import CHECK, FIT, FOLDER, INPUT, MOST_UNEXPLAINED, covariance, simulated, targets
from sim.data import rows
from sim.errors import InputError


def test_every_moment_has_a_target_and_c7_is_an_input():
    told = targets()
    assert {(t.moment, t.name, t.date) for t in told} == {
        (r["moment"], r["name"], r["date"]) for r in rows("moments.csv")
    }
    assert {t.moment for t in told if t.role == INPUT} == {"C7"}
    assert {t.moment for t in targets(roles=(FIT,))} == {
        *("C1", "C2", "C3", "C3b", "C4", "C5", "C6", "C6b", "C8", "C9", "C9b", "C10", "C11")
    }


def test_nothing_is_read_after_2022_and_large_deviations_have_reasons():
    for target in targets(roles=(FIT, CHECK)):
        assert "2019" < target.month < "2023"
        assert not re.search(r"202[3-9]", target.date)
        if max(target.discrepancy, target.bridge_sd) > MOST_UNEXPLAINED:
            assert len(target.reason) > 60, target.id
        assert target.error_basis and target.bridge_basis


def test_values_are_in_the_unit_of_the_indicator():
    by_id = {target.id: target for target in targets()}
    assert by_id["survey_income_2021"].value == pytest.approx(14051 * 0.97, rel=1e-4)
    assert by_id["employed_share_2022"].value == pytest.approx(0.3997, abs=1e-4)
    assert by_id["registry_income_2020"].month == "2020-09"
    sd = 0.353 * math.sqrt(0.02**2 + 0.05**2 + 0.08**2)
    assert by_id["wage_share_2019"].sd == pytest.approx(sd)


def test_a_bridge_is_shared_by_the_years_of_a_moment_and_errors_are_not():
    asked = [target for target in targets() if target.id in ("registry_income_2020", "registry_income_2021")]
    one, other = asked
    found = covariance([*asked, next(t for t in targets() if t.id == "wage_share_2019")])
    assert found[0, 0] == pytest.approx(one.sd**2)
    assert found[0, 1] == pytest.approx(one.value * other.value * (0.03**2 + 0.5 * 0.06**2))
    assert found[0, 2] == 0.0
    every = covariance(targets(roles=(FIT,)))
    assert np.linalg.eigvalsh(every / np.sqrt(np.outer(np.diag(every), np.diag(every)))).min() > 0.01


def test_a_run_is_read_by_indicator_group_and_month():
    asked = [target for target in targets() if target.id in ("registry_income_2020", "wage_share_2019")]
    told = pd.DataFrame(
        [("2020-09", "stratum", "registered", "income_mean", 11.0), ("2020-09", "all", "all", "income_mean", 12.0)],
        columns=["month", "group_kind", "group", "indicator", "value"],
    )

    class Told:
        indicators = told

    found = simulated(Told(), asked)
    assert found["registry_income_2020"] == 11.0 and math.isnan(found["wage_share_2019"])


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("role", "fitt", "role is 'fitt'; allowed is fit or check or input; did you mean 'fit'?"),
        ("indicator", "income_meen", "did you mean 'income_mean'?"),
        ("month", "2023-12", "allowed is a month before 2023"),
        ("month", "2021-13", "allowed is a month such as 2021-12"),
        ("discrepancy", "x", "discrepancy is 'x'; allowed is a number from 0 on"),
        ("name", "no such moment", "allowed is a row of moments.csv"),
        ("id", "survey_income_2021", "allowed is an id that no other row has"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_column(tmp_path, column, value, says):
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    told[0][column] = value
    with (tmp_path / "targets.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    line = 3 if column == "id" else 2
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        targets(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'targets.csv'}:{line}: ")


def test_own_moments_replace_the_figures(tmp_path):
    text = "moment,name,date,value,unit,grade,note\n"
    for row in rows("moments.csv"):
        value = "0.5" if row["moment"] == "C3b" else row["value"]
        text += ",".join(f'"{cell}"' for cell in {**row, "value": value}.values()) + "\n"
    (tmp_path / "moments.csv").write_text(text, encoding="utf-8")
    assert next(t for t in targets(tmp_path) if t.moment == "C3b").value == 0.5
    (tmp_path / "moments.csv").write_text(text.rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"allowed is a row of moments\.csv"):
        targets(tmp_path)

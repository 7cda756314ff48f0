"""The page of own data: its schema from the declarations, the rest as written here."""

from collections.abc import Mapping

from clauses import NOTE, table

from sim.population.facts import KEYS
from sim.population.fields import COUNTIES, HOUSEHOLDS, MOST_MEMBERS, PERSONS, Field
from sim.population.survey import FIRST_YEAR, LAST_YEAR, MARGINS

HEAD = f"""
# Own data

A researcher's own households, counties and facts go into the model through one door, and so does an invented example:

```sh
tiltsim check scenarios/own-data/own-data.yaml      # reads every row; the first mistake in one sentence
tiltsim run scenarios/own-data/own-data.yaml
python scenarios/own-data/make.py                   # how the invented files are made
```

```yaml
# scenarios/own-data/mine.yaml
population:
  source: microdata
  households: survey/households.csv   # CSV, Parquet or Stata (.dta); paths are relative to the scenario
  persons: survey/persons.csv
  mapping: survey/mapping.yaml        # left out where columns are called as below
  weights: raked                      # or given, or a CSV file of margins
  counties: survey/counties.csv       # or a number, or ids of the model's counties, as for synthetic people
  per_county: 500                     # simulated households of each county
  # facts: facts/                     files in place of those of sim/data
```

Each key stands by itself: a survey can fill the model's counties, and one's own counties can have synthetic people.

## What becomes of it

- **Households.** Each simulated household is one of the survey's, drawn by its weight: among those of the same county
  and stratum if the survey has twenty, else of the province, else of all. As many are registered as the county's share
  says. Draws are keyed by permanent ids: another seed draws others, more households hold the fewer.
- **Weights** are raked, registered and never registered households apart, to the margins that synthetic people are
  fitted to (size of household, members of 60 and older; `sim/data/published.csv`), or to a file with the columns
  `margin, stratum, value`. Margins: {", ".join(f"`{name}`" for name in MARGINS)}; shares are of people.
  The nearest weights are taken, by generalised raking. What cannot be met is said.
- **What a survey leaves out** is drawn from the margins as for synthetic people: a column that is not there, and a cell
  that says nothing. Pay against what is usual at the place is skill from then on, and goes on to count.
- **After the first month** everything is the model's: income is never taken from the survey, it is earned.
- **Counties.** All of the file are simulated, each standing for its own people. Terrain and distance make remoteness,
  firms per head and income make local jobs: by the mean of two ranks, with the distribution that each has among the
  462. Codes begin with one of the ten western provinces, whose pools, paired provinces and lines they share.
- **Facts.** A file in the folder takes the place of the model's of the same name:
  {", ".join(f"`{name}`" for name in KEYS)}.
  It has the same rows and columns, other numbers. Targets of calibration: see [targets](targets.md).
- **Provenance.** `run.json` names the files and a hash of their bytes (`digest`); a run that is made again from it
  stops if one has changed. The files themselves are copied nowhere.

## What surveys offer

Rows are people and households as they were asked; one survey year from {FIRST_YEAR} to {LAST_YEAR}, since what happened
later is the test of the model. By topic (names of columns differ from wave to wave: take them from the codebook):

| | CFPS | CHFS | CHIP | CLDS |
|---|---|---|---|---|
| members, age, sex, partner, schooling | yes | yes | yes | yes |
| members who work away | yes | yes | yes | yes |
| place of work, pay, months | yes | yes | yes | yes |
| land | yes | yes | yes | yes |
| savings, debt | yes | in detail | yes | little |
| lasting illness, disability | yes | yes | yes | yes |
| on the register of poor households | from 2016 on | from 2015 on | 2018 | 2016 on |
| minimum living allowance | yes | yes | yes | yes |
| county | sealed | sealed | sealed | sealed |
| province | yes | yes | yes | yes |

Rows of the table are our recollection of questionnaires, to be checked against the wave in use. A survey that does not
ask for the register needs a rule of the researcher's own for `is_registered`, such as help received before 2020.

## The mapping file

```yaml
# scenarios/own-data/survey/mapping.yaml
title: an invented survey
year: 2018
missing: [-8, -9]                                     # cells that say nothing
households:
  household_id: fid                                   # field: column
  is_registered: {{column: poor_reg, codes: {{1: yes, 5: no}}}}
  savings: {{column: deposits, times: 1.06}}            # yuan of 2018 as yuan of 2020
persons:
  sex: {{column: gender, codes: {{1: male, 0: female}}}}
```

A column that no field names is not read. A code that `codes` does not list is a mistake, not a gap: list it, or name it
under `missing`. At most {MOST_MEMBERS} members a household.
"""


def schema(fields: Mapping[str, Field]) -> str:
    """Table of the fields of one file."""
    rows = [
        (f"`{name}`", field.text, field.unit, field.allowed, "yes" if field.is_required else "")
        for name, field in fields.items()
    ]
    return table(("field", "what it is", "unit", "allowed", "needed"), rows)


def own_data_page() -> str:
    """How one's own data comes in, and the schema."""
    parts = (("Households", HOUSEHOLDS), ("Persons", PERSONS), ("Counties", COUNTIES))
    return f"{NOTE}{HEAD}" + "".join(f"\n## {name}\n\n{schema(fields)}" for name, fields in parts)

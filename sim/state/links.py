"""Which columns name rows of other tables, and which may say NONE: what a change of rows must know."""

LINKS = (
    ("persons", "household", "households"),
    ("persons", "partner", "persons"),
    ("persons", "employer", "employers"),
    ("households", "village", "villages"),
    ("villages", "county", "counties"),
    ("employers", "county", "counties"),
    ("employers", "province", "provinces"),
    ("centres", "county", "counties"),
    ("counties", "province", "provinces"),
)
"""Table, column, table whose rows the column names."""

MAY_BE_NONE = frozenset(
    {
        *("persons.partner", "persons.employer", "persons.looks", "persons.trained_months"),
        *("registry.tagged_month", "employers.county"),
    }
)
"""Columns in which NONE stands for nothing: no row, no place, no month."""

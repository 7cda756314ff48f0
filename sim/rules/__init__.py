"""The rules of a month, one behaviour a file."""

VARIANTS = {
    "matching": ("lots", "ranked", "network_first"),
    "migration": ("logit", "satisficing"),
    "targeting": ("rank_and_cut", "threshold", "community"),
}
"""Rules that a scenario may choose, by step: names of the theories that exist, the default first."""

"""Luck: one uniform number is a pure function of what it decides. Also the door to kernels.

Luck is Philox4x32-10 (Salmon and others 2011), keyed by the 64-bit seed and counted by

    bits 0-47    id       permanent id of who is decided about
    bits 48-95   other    second id, or 0
    bits 96-107  month    -2048 to 2047
    bits 108-115 decision 0 to 255
    bits 116-127 draw     0 to 4095

so that no two draws share a counter. The first two output words make a uniform number of 53 bits, the
last two a normal one, so that the two are independent even for the same decision, id and draw.
"""

import math
from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.kernels import Kernel, compile_ahead, inner_kernel, is_warm, kernel, mark_warm, scratch_kernel
from sim.wide import handed

__all__ = [
    "NONE",
    "Decision",
    "Kernel",
    "Luck",
    "compile_ahead",
    "handed",
    "hashed_id",
    "is_warm",
    "kernel",
    "lot",
    "make_luck",
    "mark_warm",
    "normal",
    "scratch_kernel",
    "sort_by_lot",
    "uniform",
    "uniform_pair",
    "uniforms_of_many",
    "uniforms_of_one",
]

NONE = -1
"""No row: the value of a link that points nowhere."""


class Decision(IntEnum):
    """What a draw decides. Numbers are below 256 and never change: they are part of the luck."""

    ILLNESS = 1
    ILLNESS_COST = 2
    INJURY = 3
    DISASTER = 4
    FARM_PRICE = 5
    DESTINATION_DEMAND = 6
    SEARCH = 7
    WHERE_TO_LOOK = 8
    HIRING_ORDER = 9
    ACCEPTANCE = 10
    MATCH_QUALITY = 11
    SEPARATION = 12
    FIRM_CHANGE = 13
    FIRM_CLOSURE = 14
    FIRM_ENTRY = 15
    POST_APPLICATION = 16
    POST_ORDER = 17
    COURSE_APPLICATION = 18
    COURSE_ORDER = 19
    COMPLETION = 20
    CERTIFICATE = 21
    ENROLMENT = 22
    REPORT = 23
    VISIT = 24
    DATA_MATCH = 25
    RECORDED_INCOME = 26
    RISK_ENDED = 27
    RETURN_HOME = 28
    TIE = 29
    SPENDING = 30
    SCHOOL_LEAVING = 31
    EMIGRATION_TRIP = 32
    CHRONIC_COST = 33
    CHANNEL = 40
    PERMANENT_PAY = 41
    TRANSITORY_PAY = 42
    JOB_LOSS_KNOWN = 43
    GUIDANCE_ORDER = 44
    ARREARS = 45
    SUPPORT_CLAIM = 46
    FARM_MARKET = 55
    FOUNDING = 56
    WORKSHOP_OPENING = 57
    WORKSHOP_ORDER = 58
    COOPERATIVE_OPENING = 59
    RELIEF_ORDER = 60
    GRADUATE_ORDER = 61
    INVESTMENT = 62
    FOUNDING_ORDER = 63
    OWN_HARVEST = 64
    COURSE_KIND = 85
    SCHOOL_WISH = 86
    SCHOOL_ORDER = 87
    SCHOOL_DROPOUT = 88
    EASTERN_RETURN = 89
    ADOPTION = 90
    ADOPTION_LOSS = 91
    CONTEST = 92
    COURSE_LINK = 93
    PLAN_MONTHS = 70
    TIMETABLE_MONTHS = 71
    AUDIT = 72
    LATE_SIGN = 73
    SIGN_DECIDED = 74
    TARGETING_ORDER = 75
    COMMUNITY_VIEW = 76
    ALLOWANCE_ORDER = 77
    CLAIM = 120
    JOBLESS_COVER = 121
    POPULATION = 100
    POPULATION_COUNTY = 101
    POPULATION_VILLAGE = 102
    POPULATION_HOUSEHOLD = 103
    POPULATION_PERSON = 104
    POPULATION_EMPLOYER = 105
    DEATH = 140
    CHRONIC_ONSET = 141
    DISABILITY_ONSET = 142
    BIRTH = 143
    MARRIAGE = 144
    MEETING = 145
    HOUSEHOLD_SPLIT = 146
    ORPHANS = 147
    NEWBORN = 148
    POPULATION_KEPT = 160
    POPULATION_NETWORK = 161
    FIRST_PURSE = 162


class Luck(NamedTuple):
    """The luck of a month: its key, the draws that a test fills by hand (empty in runs), and the key of the lots."""

    seed_low: int
    seed_high: int
    month: int
    given_keys: NDArray[np.int64]
    given_values: NDArray[np.float64]
    ties: int


def make_luck(seed: int, month: int, given: Mapping[tuple[int, ...], float] | None = None, ties: int = 0) -> Luck:
    """Return the luck of one month.

    Parameters
    ----------
    seed
        Whole number from 0 to 2**64 - 1.
    month
        Months since the start of the run, -2048 to 2047.
    given
        Draws filled by hand, for tests: (decision, id), (decision, id, draw) or (decision, id, draw, other)
        to the number drawn. What is left out stands for all; the more exact key wins.
    ties
        Another number draws the lots of queues anew, and nothing else.
    """
    if not 0 <= int(seed) < 1 << 64:
        raise InputError(f"seed: found {seed}; allowed is a whole number from 0 to 18446744073709551615")
    if not -2048 <= int(month) < 2048:
        raise InputError(f"month: found {month}; allowed is a whole number from -2048 to 2047")
    exact_first = sorted((given or {}).items(), key=lambda item: -len(item[0]))
    keys = [(*map(int, key), *[NONE] * (4 - len(key))) for key, _ in exact_first]
    return Luck(
        int(seed) & 0xFFFFFFFF,
        int(seed) >> 32,
        int(month),
        np.array(keys, np.int64).reshape(-1, 4),
        np.array([value for _, value in exact_first], np.float64),
        int(ties),
    )


@inner_kernel
def philox(word0: int, word1: int, word2: int, word3: int, key_low: int, key_high: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for a counter and a key of 32-bit words."""
    for _ in range(10):
        product0 = word0 * 0xD2511F53
        product2 = word2 * 0xCD9E8D57
        word0 = ((product2 >> 32) & 0xFFFFFFFF) ^ word1 ^ key_low
        word1 = product2 & 0xFFFFFFFF
        word2 = ((product0 >> 32) & 0xFFFFFFFF) ^ word3 ^ key_high
        word3 = product0 & 0xFFFFFFFF
        key_low = (key_low + 0x9E3779B9) & 0xFFFFFFFF
        key_high = (key_high + 0xBB67AE85) & 0xFFFFFFFF
    return word0, word1, word2, word3


@inner_kernel
def counter(month: int, decision: int, id: int, other: int, draw: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit counter words of a draw."""
    return (
        int(id) & 0xFFFFFFFF,
        ((int(id) >> 32) & 0xFFFF) | ((int(other) & 0xFFFF) << 16),
        (int(other) >> 16) & 0xFFFFFFFF,
        (int(month) & 0xFFF) | ((decision & 0xFF) << 12) | ((int(draw) & 0xFFF) << 20),
    )


@kernel
def _given(luck: Luck, decision: int, id: int, other: int, draw: int) -> int:
    """Return the row of the draw among those given, or NONE."""
    for row in range(luck.given_values.size):
        key = luck.given_keys[row]
        if (
            key[0] == decision & 0xFF
            and key[1] == int(id)
            and (key[2] == NONE or key[2] == int(draw))
            and (key[3] == NONE or key[3] == int(other))
        ):
            return row
    return NONE


@inner_kernel
def _drawn(luck: Luck, decision: int, id: int, other: int, draw: int) -> float:
    """Return the uniform number of a draw that nobody has given."""
    word0, word1, word2, word3 = counter(luck.month, decision, id, other, draw)
    high, low, _, _ = philox(word0, word1, word2, word3, luck.seed_low, luck.seed_high)
    return ((high << 21) | (low >> 11)) * (1.0 / 9007199254740992.0)


@kernel
def uniform_pair(luck: Luck, decision: int, id: int, other: int, draw: int = 0) -> float:
    """Return the uniform number in [0, 1) that decides about two ids together (both of 48 bits)."""
    if luck.given_values.size > 0:
        row = _given(luck, decision, id, other, draw)
        if row != NONE:
            return float(luck.given_values[row])
    return _drawn(luck, decision, id, other, draw)


@kernel
def uniform(luck: Luck, decision: int, id: int, draw: int = 0) -> float:
    """Return the uniform number in [0, 1) that decides about an id of 48 bits."""
    return uniform_pair(luck, decision, id, 0, draw)


@kernel
def uniforms_of_one(luck: Luck, decision: int, id: int, drawn: NDArray[np.float64]) -> None:
    """Fill `drawn` with the draws 0, 1, … about an id, each as `uniform` returns it and in less than half the time."""
    if luck.given_values.size > 0:
        for draw in range(len(drawn)):
            drawn[draw] = uniform(luck, decision, id, draw)
        return
    for draw in range(len(drawn)):
        drawn[draw] = _drawn(luck, decision, id, 0, draw)


@kernel
def uniforms_of_many(luck: Luck, decision: int, ids: NDArray[np.int64], draw: int, drawn: NDArray[np.float64]) -> None:
    """Fill `drawn` with one draw about each of many ids, as `uniform` returns it and in a quarter of the time."""
    if luck.given_values.size > 0:
        for i in range(len(ids)):
            drawn[i] = uniform(luck, decision, ids[i], draw)
        return
    for i in range(len(ids)):
        drawn[i] = _drawn(luck, decision, ids[i], 0, draw)


@kernel
def lot(luck: Luck, decision: int, id: int, draw: int = 0) -> float:
    """Return the uniform number by which an id is served before or after others who are alike."""
    return uniform_pair(luck, decision, id, luck.ties, draw)


@kernel
def normal_of(luck: Luck, month: int, decision: int, id: int, draw: int = 0) -> float:
    """Return the standard normal number of another month: what holds for a year or for life has one month's luck."""
    if luck.given_values.size > 0:
        row = _given(luck, decision, id, 0, draw)
        if row != NONE:
            return float(luck.given_values[row])
    word0, word1, word2, word3 = counter(month, decision, id, 0, draw)
    _, _, radius, angle = philox(word0, word1, word2, word3, luck.seed_low, luck.seed_high)
    unit = 1.0 / 4294967296.0
    return math.sqrt(-2.0 * math.log((radius + 0.5) * unit)) * math.cos(2.0 * math.pi * ((angle + 0.5) * unit))


@kernel
def normal(luck: Luck, decision: int, id: int, draw: int = 0) -> float:
    """Return the standard normal number that decides about an id (Box and Muller 1958; at most 6.8 in size)."""
    return normal_of(luck, luck.month, decision, id, draw)


@kernel
def hashed_id(parent_id: int, month: int, salt: int = 0) -> int:
    """Return the permanent id of what a parent begets in a month, in every run the same.

    Bit 47 is set, which no id of the first month has; the other 47 bits are a hash. Among a million such
    ids the chance of any two being equal is one in three hundred.
    """
    word0, word1, word2, word3 = counter(month, 0, parent_id, salt, 0)
    high, low, _, _ = philox(word0, word1, word2, word3, 0x74696C74, 0x73696D00)
    return (1 << 47) | (high << 15) | (low >> 17)


@scratch_kernel
def sort_by_lot(rows: NDArray[np.int64], lots: NDArray[np.float64]) -> None:
    """Put rows into the order of their lots, in place; the lots stay as they are."""
    ordered = rows[np.argsort(lots)]
    for place in range(len(rows)):
        rows[place] = ordered[place]

"""What is counted at the end of a month, apart from how it is counted: definitions need no compiler."""

from enum import IntEnum


class Tally(IntEnum):
    """What is summed in each cell. Money is fen, all else people or households."""

    PEOPLE = 0
    FELL_MARKET = 1
    FELL_RAW = 2
    FELL_REALISED = 3
    POOR = 4
    AT_RISK = 5
    MONITORED = 6
    EVER_MONITORED = 7
    RISK_ENDED = 8
    UNNOTICED = 9
    INCOME_YEAR = 10
    RESIDENTS = 11
    SURVEY_WAGES = 12
    SURVEY_BUSINESS = 13
    SURVEY_PROPERTY = 14
    SURVEY_TRANSFERS = 15
    NET_WORK_INCOME = 16
    NET_INCOME = 17
    EMPLOYED_THIS_YEAR = 18
    WORKING_LOCAL = 19
    WORKING_PROVINCE = 20
    WORKING_EAST = 21
    WORKING_ELSEWHERE = 22
    WORKERS_OF_YEAR = 23
    MONTHS_WORKED = 24
    JOBLESS_SEARCHERS = 25
    POST_HOLDERS = 26
    WORKSHOP_WORKERS = 27
    COURSE_STARTS = 28
    ADULTS = 29
    INSURED = 30
    OUTPUT = 31
    REGISTERED = 32
    NEVER_FELL = 33
    HOUSEHOLDS = 34
    CATASTROPHIC_BILLS = 35
    POOR_BY_BILLS = 36
    COURSE_WAITING = 37
    SENIORS = 38
    SCHOOL_WILLING = 39
    SCHOOL_ENTERED = 40
    TECHNICAL_PUPILS = 41
    ADOPTERS = 42
    PAYABLE = 43
    PAYABLE_INSURED = 44
    UNDER_POVERTY_LINE = 45
    LABOUR = 46
    LABOUR_AT_WORK = 47

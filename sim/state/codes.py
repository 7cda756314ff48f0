"""The codes that columns hold: small whole numbers with names, the same in every rule."""

# Place of work
LOCAL, PROVINCE, EAST, ELSEWHERE = 0, 1, 2, 3
PLACES = 4

# Labour capacity 劳动能力
NO_CAPACITY, WEAK, HALF, FULL = 0, 1, 2, 3

# Health
HEALTHY, CHRONIC, DISABLED = 0, 1, 2

# Certificate
NO_CERTIFICATE, BASIC_CERTIFICATE, HIGH_CERTIFICATE = 0, 1, 2

# Kind of employer
FIRM, COOPERATIVE, WORKSHOP, START_UP, PUBLIC_BODY, CITY, EASTERN_PROVINCE, REST_OF_COUNTRY = 0, 1, 2, 3, 4, 5, 6, 7

# Claim on social insurance: none, for an injury waiting or paid, for a lost job waiting, paid by the county's fund, or
# due from the fund of the place where it was
NO_CLAIM, INJURY_DUE, INJURY_PAID, JOBLESS_DUE, JOBLESS_PAID, JOBLESS_AWAY = 0, 1, 2, 3, 4, 5

# Kind of training centre
TECHNICAL_COLLEGE, VOCATIONAL_SCHOOL, SKILL_BASE, MASTER_STUDIO, ONLINE = 0, 1, 2, 3, 4

# Course: craft, online, for senior workers, farm and rural crafts; technical school at home and in the east; the last
# is for January alone: who wanted a place in a technical school and got none
(
    NO_COURSE,
    CRAFT_COURSE,
    ONLINE_COURSE,
    SENIOR_COURSE,
    FARM_COURSE,
    TECHNICAL_SCHOOL,
    EASTERN_SCHOOL,
    REFUSED_SCHOOL,
) = range(8)

# Link of a graduate: none, a firm behind the school, the east
NO_LINK, FIRM_LINK, EASTERN_LINK = 0, 1, 2

# Registry tag 监测对象: unstable alleviated 脱贫不稳定, edge 边缘易致贫, sudden hardship 突发严重困难
NO_TAG, UNSTABLE, EDGE, HARDSHIP = 0, 1, 2, 3

# Sign of risk: how it came to the registry
NO_SIGN, REPORT, VISIT, MATCH = 0, 1, 2, 3

# Reading of true income: without any policy money, without monitored aid, as it came
MARKET, RAW, REALISED = 0, 1, 2
READINGS = 3

# Fate of money
DELIVERED, IDLE, LEAKED, DISPLACED = 0, 1, 2, 3
FATES = 4

# Who pays a measure
EMPLOYMENT_FUND, LINK_UP_FUND, STAFF_BUDGET, INSURANCE_BUDGET, EASTERN_TRANSFER, STAFF_DAYS = 0, 1, 2, 3, 4, 5
PAYERS = 6

# Sources of survey income
WAGES, BUSINESS, PROPERTY, TRANSFERS = 0, 1, 2, 3
SOURCES = 4

# Kind of public staff: labour-office cadres; graduates on service 三支一扶
TEACHER, DOCTOR, AGRONOMIST, AGENT, CADRE, GRADUATE = 0, 1, 2, 3, 4, 5
STAFF_KINDS = 6

# Contract of public staff: an established post, or a special one with a bond
ESTABLISHED, SPECIAL = 0, 1
CONTRACTS = 2

# Origin of public staff
FROM_ELSEWHERE, FROM_HERE = 0, 1
ORIGINS = 2

ATTACHMENTS = 5
"""Fifths of applicants by how much they like to work in a county like this, least first."""

SERVICE_YEARS = 9
"""Calendar years since the hire, the last one open."""

YEAR = 12
"""Months in a year: the length of every ring of months."""

MEASURES = 24
"""Clauses (3) to (26); measure m is clause m + 3."""

(
    LABOUR_EXPORT,
    LABOUR_BRAND,
    LOCAL_JOBS,
    STARTUP_SUPPORT,
    JOB_SERVICE,
    FUND_TILT,
    SKILL_PROJECT,
    FARM_TRAINING,
    SKILL_CONTEST,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    GRADUATE_ALLOWANCE,
    PUBLIC_RECRUITMENT,
    TITLE_EVALUATION,
    EXPERT_SERVICE,
    STAFF_PAY,
    CADRE_TRAINING,
    COOPERATION_FUNDS,
    JOB_COOPERATION,
    SKILL_COOPERATION,
    TALENT_COOPERATION,
    POLITICAL_PRIORITY,
    DATA_SHARING,
    SUPERVISION,
) = range(MEASURES)

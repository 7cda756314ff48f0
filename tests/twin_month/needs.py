"""Needs: for how many people each measure is, by the registry; every December."""

from sim.state.codes import (
    CADRE_TRAINING,
    COOPERATION_FUNDS,
    DATA_SHARING,
    DISABLED,
    EXPERT_SERVICE,
    FARM_TRAINING,
    FULL,
    FUND_TILT,
    GRADUATE_ALLOWANCE,
    HALF,
    INSURANCE_COVER,
    INSURANCE_SERVICE,
    JOB_COOPERATION,
    JOB_SERVICE,
    LABOUR_BRAND,
    LABOUR_EXPORT,
    LOCAL,
    LOCAL_JOBS,
    MEASURES,
    POLITICAL_PRIORITY,
    PUBLIC_RECRUITMENT,
    SKILL_CONTEST,
    SKILL_COOPERATION,
    SKILL_PROJECT,
    STAFF_PAY,
    STARTUP_SUPPORT,
    SUPERVISION,
    TALENT_COOPERATION,
    TITLE_EVALUATION,
    WEAK,
)

ALL = (
    *(PUBLIC_RECRUITMENT, TITLE_EVALUATION, EXPERT_SERVICE, STAFF_PAY),
    *(TALENT_COOPERATION, POLITICAL_PRIORITY, DATA_SHARING, SUPERVISION),
)
WORKERS = (LABOUR_EXPORT, LABOUR_BRAND, FUND_TILT, SKILL_PROJECT, CADRE_TRAINING, COOPERATION_FUNDS)


def needs(households):
    """How many people of these households each measure is for."""
    counted = [household for household in households if household.is_registered or household.record.is_monitored]
    people = [person for household in counted for person in household.members]
    pupils = [person for person in people if person.is_student]
    adults = [person for person in people if person.age >= 16 and not person.is_student]
    workers = [person for person in adults if person.age < 60 and person.capacity in (HALF, FULL)]

    need = [0] * MEASURES
    for m in ALL:
        need[m] = len(people)
    for m in WORKERS:
        need[m] = len(workers)
    need[LOCAL_JOBS] = sum(person.age < 70 and person.capacity in (WEAK, HALF) for person in adults)
    need[INSURANCE_SERVICE] = len(adults)
    need[INSURANCE_COVER] = sum(
        person.age < 60
        and (person.household.is_dibao or person.household.record.is_monitored or person.health == DISABLED)
        for person in adults
    )
    need[SKILL_COOPERATION] = sum(15 <= person.age <= 18 for person in pupils)
    need[JOB_SERVICE] = sum(person.employer is None for person in workers)
    need[FARM_TRAINING] = sum(
        person.household.land > 0 and (person.employer is None or person.employer.place == LOCAL) for person in workers
    )
    need[JOB_COOPERATION] = sum(person.capacity == FULL for person in workers)
    need[SKILL_CONTEST] = sum(person.age < 35 for person in workers)
    need[GRADUATE_ALLOWANCE] = sum(person.schooling >= 12 for person in workers)
    need[STARTUP_SUPPORT] = sum(person.capacity == FULL and person.schooling >= 9 for person in workers)
    return need

"""Capacity: the month of public staff, and the services that those at work render.

    at work   N = staff + experts + on loan + know-how - sent east - novice_loss (staff of the first calendar year)
    effective E = N exp(competence_effect (competence - title_dilution titled pass line)), doctors' times
              (1 + contract_effect contracts)                                              [xu20, fd24: sign]
    service   S = (E/E0)^service_elasticity, E0 before the first month: doctors, agronomists, teachers; of agents and
              graduates in villages alike                                                  [hewang: sign]
    office    staff = cadres at work per established post (1 + cadre_training_gain trained share)
    trained   T' = T (1 - training_fading/12) + units of this month: heads of the labour office, or mediators and
              arbitrators, by cadre_training_arbitrator_share
    arrears   recovered r = arrears_recovered + recovery_gain (1 - exp(-arbitrators/(arbitrator_need people)))

Reads   counties.money counties.overhead counties.remoteness counties.need
Writes  counties.corps counties.joined counties.left counties.competence counties.established counties.titled
        counties.township_paid counties.starting_grade counties.contracts counties.experts counties.on_loan
        counties.sent_east counties.know_how counties.trained_cadres counties.arbitrators counties.arrears_recovered
        counties.effective counties.usual counties.staff counties.health_service counties.agronomists counties.teaching
        counties.village_officials counties.purse counties.bought
Levers  public_recruitment_post_cost public_recruitment_lower_bars public_recruitment_bond_years
        public_recruitment_staff_grades title_evaluation_pay_step title_evaluation_pass_line
        expert_service_expert_cost expert_service_graduate_share expert_service_farm_share expert_service_local_share
        expert_service_wider_majors staff_pay_township_allowance staff_pay_doctor_share staff_pay_doctor_pay
        staff_pay_starting_grade cadre_training_course_cost cadre_training_arbitrator_share
        talent_cooperation_secondee_cost talent_cooperation_term talent_cooperation_sent_share
        talent_cooperation_sent_months     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.publicpay import funded, give_titles, pay_staff, staff_between
from sim.rules.recruitment import move
from sim.rules.secondment import exchange, remember, send_experts
from sim.rules.staff import establish, people
from sim.state.codes import (
    AGENT,
    AGRONOMIST,
    CADRE,
    CADRE_TRAINING,
    DOCTOR,
    GRADUATE,
    STAFF_KINDS,
    TEACHER,
)
from sim.state.counties import Counties
from sim.state.month import Month


@kernel
def at_work(staff: float, novices: float, from_outside: float, sent: float, novice_loss: float) -> float:
    """Staff at work; a novice counts less."""
    return max(0.0, staff + from_outside - sent - novice_loss * novices)


@kernel
def competence_ratio(competence: float, titled: float, pass_line: float, behaviour: Behaviour) -> float:
    """What staff of this quality do against those of usual quality."""
    return math.exp(behaviour.competence_effect * (competence - behaviour.title_dilution * titled * pass_line))


@kernel
def service(effective: float, usual: float, elasticity: float) -> float:
    """Service against the usual; the usual itself before there is one."""
    if usual <= 0.0:
        return 1.0
    return math.exp(elasticity * math.log(max(effective / usual, 0.01)))


@kernel
def office(cadres: float, established: float, trained: float, cadre_training_gain: float) -> float:
    """Work that the labour office gets done per established post."""
    if established <= 0.0:
        return 0.0
    share = min(1.0, trained / cadres) if cadres > 0.0 else 0.0
    return cadres / established * (1.0 + cadre_training_gain * share)


@kernel
def recovery(arbitrators: float, people: int, behaviour: Behaviour) -> float:
    """Share of arrears recovered by the county's trained mediators and arbitrators."""
    trained = arbitrators / (behaviour.arbitrator_need * float(people))
    return behaviour.arrears_recovered + behaviour.recovery_gain * (1.0 - math.exp(-trained))


@kernel
def train(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Heads of the labour office, mediators and arbitrators are trained; some of what they learnt is lost."""
    cost = once(levers.cadre_training_course_cost)
    units = funded(counties, c, CADRE_TRAINING, cost)
    kept = 1.0 - behaviour.training_fading / 12.0
    arbitrators = units * levers.cadre_training_arbitrator_share
    counties.arbitrators[c] = float(counties.arbitrators[c]) * kept + arbitrators
    counties.trained_cadres[c] = float(counties.trained_cadres[c]) * kept + (units - arbitrators)
    counties.arrears_recovered[c] = recovery(float(counties.arbitrators[c]), int(counties.persons[c]), behaviour)
    paid = int(math.floor(units * float(cost)))
    counties.purse[c, CADRE_TRAINING] -= paid
    counties.bought[c, CADRE_TRAINING] += paid


@kernel
def serve(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """What the staff at work can do."""
    for z in range(STAFF_KINDS):
        from_outside = float(counties.experts[c, z]) + float(counties.on_loan[c, z]) + float(counties.know_how[c, z])
        novices = staff_between(counties, c, z, z, 1)
        present = at_work(
            people(counties, c, z), novices, from_outside, float(counties.sent_east[c, z]), behaviour.novice_loss
        )
        titled = float(counties.titled[c]) if z <= AGRONOMIST else 0.0
        ratio = competence_ratio(float(counties.competence[c, z]), titled, levers.title_evaluation_pass_line, behaviour)
        contracts = behaviour.contract_effect * float(counties.contracts[c]) if z == DOCTOR else 0.0
        counties.effective[c, z] = present * ratio * (1.0 + contracts)
    elasticity = behaviour.service_elasticity
    effective, usual = counties.effective[c], counties.usual[c]
    counties.teaching[c] = service(float(effective[TEACHER]), float(usual[TEACHER]), elasticity)
    counties.health_service[c] = service(float(effective[DOCTOR]), float(usual[DOCTOR]), elasticity)
    counties.agronomists[c] = service(float(effective[AGRONOMIST]), float(usual[AGRONOMIST]), elasticity)
    counties.village_officials[c] = service(
        float(effective[AGENT]) + float(effective[GRADUATE]), float(usual[AGENT]) + float(usual[GRADUATE]), elasticity
    )
    counties.staff[c] = office(
        people(counties, c, CADRE),
        float(counties.established[c, CADRE]),
        float(counties.trained_cadres[c]),
        behaviour.cadre_training_gain,
    )


@kernel
def found(counties: Counties, levers: Levers, behaviour: Behaviour, first: int, last: int) -> None:
    """Staff the counties first … last - 1 as they were before the burn-in."""
    for c in range(first, last):
        establish(counties, c, levers, behaviour)
        remember(counties, c, levers, behaviour)
        trained = behaviour.trained_cadres_per_registered * float(counties.need[c, CADRE_TRAINING])
        stock = trained / behaviour.training_fading
        counties.arbitrators[c] = stock * levers.cadre_training_arbitrator_share
        counties.trained_cadres[c] = stock * (1.0 - levers.cadre_training_arbitrator_share)


@kernel
def settle(counties: Counties, first: int, last: int) -> None:
    """What the staff of counties first … last - 1 can do at the end of the burn-in is what is usual there."""
    for c in range(first, last):
        for z in range(STAFF_KINDS):
            counties.usual[c, z] = counties.effective[c, z]


@kernel
def step(counties: Counties, levers: Levers, behaviour: Behaviour, month: Month, first: int, last: int) -> None:
    """One month of the staff of counties first … last - 1."""
    for c in range(first, last):
        pay_staff(counties, c, levers, behaviour)
        give_titles(counties, c, levers, behaviour)
        move(counties, c, levers, behaviour, month)
        send_experts(counties, c, levers)
        exchange(counties, c, levers, behaviour)
        train(counties, c, levers, behaviour)
        serve(counties, c, levers, behaviour)

"""Staff from elsewhere: experts and graduates on service (17), eastern staff on loan and own staff sent east (23).

    experts   the part of the units that are no graduates: expert_service_farm_share of them scientists beside the
              agronomists, the others half doctors, half teachers
    on loan   eastern staff = units of this month, a third each of teachers, doctors and agronomists
    sent      own staff learning in the east = sent_share of those on loan, absent for sent_months
    know-how  h' = (1 - know_how_fading/12) h + know_how_left on loan/term + sent_learning sent/sent_months
              it stays when the others have left                                                 [assumption]

Reads   counties.money counties.overhead counties.corps counties.need
Writes  counties.experts counties.on_loan counties.sent_east counties.know_how counties.purse counties.bought
Levers  expert_service_expert_cost expert_service_graduate_share expert_service_farm_share
        talent_cooperation_secondee_cost talent_cooperation_term talent_cooperation_sent_share
        talent_cooperation_sent_months     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.funding import monthly
from sim.levers import Levers
from sim.numeric import kernel
from sim.rules.publicpay import funded
from sim.rules.staff import people
from sim.state.codes import AGRONOMIST, EXPERT_SERVICE, GRADUATE, TALENT_COOPERATION, TEACHER
from sim.state.counties import Counties

PROFESSIONS = 3
"""Teachers, doctors, agronomists."""


@kernel
def know_how_next(know_how: float, on_loan: float, sent: float, levers: Levers, behaviour: Behaviour) -> float:
    """Know-how a month later, in staff that it is worth."""
    left_behind = behaviour.know_how_left * on_loan / levers.talent_cooperation_term
    brought_home = behaviour.sent_learning * sent / levers.talent_cooperation_sent_months
    return know_how * (1.0 - behaviour.know_how_fading / 12.0) + left_behind + brought_home


@kernel
def expert_share(z: int, farm_share: float) -> float:
    """Share of the experts who are of this profession."""
    return farm_share if z == AGRONOMIST else (1.0 - farm_share) / 2.0


@kernel
def send_experts(counties: Counties, c: int, levers: Levers) -> None:
    """Experts and graduates of this month are paid."""
    cost = monthly(levers.expert_service_expert_cost)
    units = funded(counties, c, EXPERT_SERVICE, cost)
    experts = units * (1.0 - levers.expert_service_graduate_share)
    graduates = min(units - experts, people(counties, c, GRADUATE))
    for z in range(TEACHER, PROFESSIONS):
        counties.experts[c, z] = experts * expert_share(z, levers.expert_service_farm_share)
    paid = int(math.floor((experts + graduates) * float(cost)))
    counties.purse[c, EXPERT_SERVICE] -= paid
    counties.bought[c, EXPERT_SERVICE] += paid


@kernel
def exchange(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Eastern staff come and go, own staff go and come back; what they know stays for a while."""
    cost = monthly(levers.talent_cooperation_secondee_cost)
    units = funded(counties, c, TALENT_COOPERATION, cost)
    for z in range(TEACHER, PROFESSIONS):
        on_loan = units / float(PROFESSIONS)
        sent = min(levers.talent_cooperation_sent_share * on_loan, people(counties, c, z))
        counties.on_loan[c, z] = on_loan
        counties.sent_east[c, z] = sent
        counties.know_how[c, z] = know_how_next(float(counties.know_how[c, z]), on_loan, sent, levers, behaviour)
    paid = int(math.floor(units * float(cost)))
    counties.purse[c, TALENT_COOPERATION] -= paid
    counties.bought[c, TALENT_COOPERATION] += paid


@kernel
def remember(counties: Counties, c: int, levers: Levers, behaviour: Behaviour) -> None:
    """Know-how before the first month: as much as the staff on loan of 2020-21 keep up."""
    for z in range(TEACHER, PROFESSIONS):
        loans = behaviour.secondees_per_registered * float(counties.need[c, TALENT_COOPERATION]) / float(PROFESSIONS)
        gain = know_how_next(0.0, loans, levers.talent_cooperation_sent_share * loans, levers, behaviour)
        counties.know_how[c, z] = gain * 12.0 / behaviour.know_how_fading

"""Learning: what a course has taught somebody, how it comes into pay and hiring, how it is lost.

    lesson   quality of the centre times women 1.2, a year or more without a wage job 1.3, recession 1.2, past 50 0.5
    risen    know-how rises by lesson/training_rise_months a month until training_rise_months are over, up to two
             average courses; nothing of it during the course, which locks in                          [ckw18]
    faded    then know_how_loss a year is lost in months without a wage job or odd jobs of the craft, less where a
             certificate carries what was learnt: certificate_kept_share                              [alfonsi]
    pay      training_pay_effect know-how, and high_certificate_pay_effect for senior workers         [zhao20]
    hiring   training_offer_effect know-how; link_offer_effect more in the half year after a school with a firm
             behind it                                                                                  [mck17]

Reads   persons.lesson persons.certificate persons.employer persons.odd_days persons.has_rural_craft persons.link
Writes  persons.trained_months persons.know_how
Levers  none     Luck  none
"""

import math

from sim.behaviour import Behaviour
from sim.numeric import NONE, kernel
from sim.state.codes import EASTERN_LINK, HIGH_CERTIFICATE, NO_CERTIFICATE, NO_LINK, PLACES, PROVINCE, YEAR
from sim.state.persons import Persons
from sim.state.table import Array

LONGEST_MEMORY = 120
MOST_COURSES = 2.0
"""Most that courses together can teach, in average courses."""
OLDER_TRAINEE = 50
RECESSION = -0.1
"""Demand outside, in log points, below which a course begins in a recession."""
LINK_MONTHS, EASTERN_MONTHS = 6, 36


@kernel
def lesson_of(
    quality: float, is_female: bool, age: int, jobless_months: int, demand: float, behaviour: Behaviour
) -> int:
    """What a course of this quality will teach, in hundredths of an average course."""
    lesson = quality
    if is_female:
        lesson = lesson * behaviour.training_women_ratio
    if jobless_months >= YEAR:
        lesson = lesson * behaviour.training_jobless_ratio
    if demand < RECESSION:
        lesson = lesson * behaviour.training_recession_ratio
    if age > OLDER_TRAINEE:
        lesson = lesson * behaviour.training_older_ratio
    return int(math.floor(100.0 * lesson + 0.5))


@kernel
def demand_outside(demand: Array, slump: float) -> float:
    """Demand at the destinations together against normal, log points. `demand` is by place."""
    total = 0.0
    for place in range(PROVINCE, PLACES):
        total += float(demand[place])
    return total / float(PLACES - PROVINCE) - slump


@kernel
def risen(know_how: float, lesson: int, training_rise_months: float) -> float:
    """Know-how after one more month of a course's rise."""
    return min(max(know_how, MOST_COURSES), know_how + float(lesson) / 100.0 / training_rise_months)


@kernel
def faded(know_how: float, has_certificate: bool, know_how_loss: float, certificate_kept_share: float) -> float:
    """Know-how after one more month in which it was not used."""
    loss = know_how_loss / float(YEAR)
    return know_how * (1.0 - (loss * (1.0 - certificate_kept_share) if has_certificate else loss))


@kernel
def remember(persons: Persons, p: int, behaviour: Behaviour) -> None:
    """A month after a course: it sinks in, or what is not used is lost."""
    months = int(persons.trained_months[p])
    if months < LONGEST_MEMORY:
        persons.trained_months[p] = months + 1
    know_how = float(persons.know_how[p])
    if float(months) < behaviour.training_rise_months:
        persons.know_how[p] = risen(know_how, int(persons.lesson[p]), behaviour.training_rise_months)
    elif (
        know_how > 0.0 and persons.employer[p] == NONE and not (persons.has_rural_craft[p] and persons.odd_days[p] > 0)
    ):
        has_certificate = bool(persons.certificate[p] > NO_CERTIFICATE)
        persons.know_how[p] = faded(
            know_how, has_certificate, behaviour.know_how_loss, behaviour.certificate_kept_share
        )


@kernel
def course_pay(
    know_how: float, certificate: int, training_pay_effect: float, high_certificate_pay_effect: float
) -> float:
    """Log points of pay that courses and a senior worker's certificate bring."""
    pay = training_pay_effect * know_how
    return pay + high_certificate_pay_effect if certificate == HIGH_CERTIFICATE else pay


@kernel
def learnt_pay(persons: Persons, p: int, behaviour: Behaviour) -> float:
    """The same of a person."""
    return course_pay(
        float(persons.know_how[p]),
        int(persons.certificate[p]),
        behaviour.training_pay_effect,
        behaviour.high_certificate_pay_effect,
    )


@kernel
def hiring_odds(
    know_how: float, link: int, trained_months: int, training_offer_effect: float, link_offer_effect: float
) -> float:
    """Log odds of being hired before somebody who never took a course."""
    odds = training_offer_effect * know_how
    if link != NO_LINK and 0 <= trained_months <= LINK_MONTHS:
        odds += link_offer_effect
    return odds


@kernel
def learnt_odds(persons: Persons, p: int, behaviour: Behaviour) -> float:
    """The same of a person."""
    return hiring_odds(
        float(persons.know_how[p]),
        int(persons.link[p]),
        int(persons.trained_months[p]),
        behaviour.training_offer_effect,
        behaviour.link_offer_effect,
    )


@kernel
def is_for_the_east(link: int, trained_months: int) -> bool:
    """Whether a graduate of an eastern school looks for work there and nowhere else."""
    return link == EASTERN_LINK and trained_months <= EASTERN_MONTHS

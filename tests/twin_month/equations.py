"""The equations that both share, as plain Python: each has its own worked examples, so the twin need not repeat them.

Everything else, what is kept where and who does what in which order, the twin writes anew.
"""

from sim import funding
from sim.rules import (
    adoption,
    allowance,
    away,
    bargain,
    calendar,
    capacity,
    careers,
    channels,
    claims,
    contests,
    delivery,
    demography,
    earnings,
    farm,
    firms,
    graduates,
    illness,
    insurance,
    learning,
    local_jobs,
    matching,
    monitoring,
    network_first,
    offers,
    publicpay,
    queues,
    ranked,
    relapse,
    satisficing,
    schooling,
    search,
    seats,
    secondment,
    separations,
    services,
    shocks,
    spending,
    staff,
    startups,
    supervision,
    targeting_community,
    training,
    workshops,
)

labour_capacity = calendar.labour_capacity.py_func
leaving_chance = calendar.leaving_chance.py_func

death_group = demography.death_group.py_func
death_chance = demography.death_chance.py_func
onset_chance = demography.onset_chance.py_func
marriage_group = demography.marriage_group.py_func
meeting_distance = demography.meeting_distance.py_func

relief_day_cost = funding.relief_day_cost.py_func
once = funding.once.py_func
post_cost = funding.post_cost.py_func
course_cost = funding.course_cost.py_func
monthly = funding.monthly.py_func
building_cost = funding.building_cost.py_func
key_only_cost = funding.key_only_cost.py_func
unit_cost = funding.unit_cost.py_func
base_units = funding.base_units.py_func
base_days = funding.base_days.py_func
own_share = funding.own_share.py_func
eastern_share = funding.eastern_share.py_func
absorbed = funding.absorbed.py_func
released_share = funding.released_share.py_func
gross_up = funding.gross_up.py_func
at_work = delivery.at_work.py_func
speed = delivery.speed.py_func
visible_capacity = delivery.visible_capacity.py_func
start_months = delivery.start_months.py_func
due_by = delivery.due_by.py_func
idle_share_of = delivery.idle_share_of.py_func
leak_of = delivery.leak_of.py_func

monthly = funding.monthly.py_func
once = funding.once.py_func
logistic = staff.logistic.py_func
post_value = staff.post_value.py_func
own_value = staff.own_value.py_func
quit_chance = staff.quit_chance.py_func
title_ratio = staff.title_ratio.py_func
allowance_weight = publicpay.allowance_weight.py_func
pay_gain = publicpay.pay_gain.py_func
eligible_share = publicpay.eligible_share.py_func
know_how_next = secondment.know_how_next.py_func
expert_share = secondment.expert_share.py_func
staff_at_work = capacity.at_work.py_func
competence_ratio = capacity.competence_ratio.py_func
service = capacity.service.py_func
office = capacity.office.py_func

recovery = capacity.recovery.py_func

illness_chance = illness.illness_chance.py_func
own_bill = illness.own_bill.py_func
chronic_bill = illness.chronic_bill.py_func
means_ratio = illness.means_ratio.py_func
service_ratio = illness.service_ratio.py_func
injury_cover = illness.injury_cover.py_func
injury_chance = illness.injury_chance.py_func
spatial = shocks.spatial.py_func
months_lost = illness.months_lost.py_func
persistent = shocks.persistent.py_func

usual_pay = firms.usual_pay.py_func
wanted_jobs = firms.wanted_jobs.py_func
custom = firms.custom.py_func
monthly_chance = firms.monthly_chance.py_func
margin = firms.margin.py_func
reach_of = firms.reach_of.py_func
incubation = firms.incubation.py_func
closure_chance = firms.closure_chance.py_func
instalment = firms.instalment.py_func
owners_draw = firms.owners_draw.py_func
beyond_wage = firms.beyond_wage.py_func
value_made = firms.value_made.py_func

ability = startups.ability.py_func
affordable_jobs = startups.affordable_jobs.py_func
expected_profit = startups.expected_profit.py_func
is_approved = startups.is_approved.py_func

openings_expected = workshops.openings_expected.py_func

application_chance = training.application_chance.py_func
reached = services.reached.py_func
reputation_next = services.reputation_next.py_func
known_chance = services.known_chance.py_func

drawn = careers.drawn.py_func
hundredths = careers.hundredths.py_func
moved_wage = careers.moved_wage.py_func

certified_chance = training.certified_chance.py_func
teaches = training.teaches.py_func
price = training.price.py_func
lesson_of = learning.lesson_of.py_func
risen = learning.risen.py_func
faded = learning.faded.py_func
course_pay = learning.course_pay.py_func
hiring_odds = learning.hiring_odds.py_func
is_for_the_east = learning.is_for_the_east.py_func
demand_outside = learning.demand_outside.py_func
seats_bought = seats.seats_bought.py_func
completed = seats.completed.py_func
covered = seats.covered.py_func
is_leaver = schooling.is_leaver.py_func
school_months = schooling.school_months.py_func
intake = schooling.intake.py_func
certificate_of = schooling.certificate_of.py_func
grant_of = schooling.grant_of.py_func
is_national = contests.is_national.py_func
share_by_contests = contests.share_by_contests.py_func
adoption_chance = adoption.adoption_chance.py_func
harvest_gain = adoption.harvest_gain.py_func
separation_chance = separations.separation_chance.py_func
return_chance = separations.return_chance.py_func
pay_gap = separations.pay_gap.py_func

pay_factor = search.pay_factor.py_func
place_pay = search.place_pay.py_func
market_access = search.market_access.py_func
distaste = search.distaste.py_func
place_value = search.place_value.py_func
journey = search.journey.py_func
ruin = search.ruin.py_func
believed_chance = search.believed_chance.py_func
network_chance = channels.network_chance.py_func
network_pull = channels.network_pull.py_func
together = channels.together.py_func
channel_of_offer = channels.channel_of_offer.py_func
channel_pay = channels.channel_pay.py_func
offer_ratio = offers.offer_ratio.py_func
blended = offers.blended.py_func
local_matches = matching.local_matches.py_func
usual_reach = matching.usual_reach.py_func
local_offer = bargain.local_offer.py_func
farm_hand = bargain.farm_hand.py_func
reservation = bargain.reservation.py_func
home_value = search.home_value.py_func
gumbel = search.gumbel.py_func
hiring_lot = queues.hiring_lot.py_func
rank = ranked.rank.py_func
network_key = network_first.network_key.py_func
aspiration = satisficing.aspiration.py_func

work_days = earnings.work_days.py_func
months_set = earnings.months_set.py_func
wage_month = earnings.wage_month.py_func
paid_away = away.paid_away.py_func
brand_pay = away.brand_pay.py_func
arrears_chance = away.arrears_chance.py_func
fen = earnings.fen.py_func
course_days = earnings.course_days.py_func
craft_factor = farm.craft_factor.py_func

season_share = farm.season_share.py_func
farm_output = farm.farm_output.py_func
own_luck = farm.own_luck.py_func
inputs_bought = farm.inputs_bought.py_func
odd_days_found = farm.odd_days_found.py_func

office_access = claims.office_access.py_func
agent_access = claims.agent_access.py_func
openness = claims.openness.py_func
paid_share = claims.paid_share.py_func
is_paid_for = insurance.is_paid_for.py_func
owes = insurance.owes.py_func
paid_ratio = insurance.paid_ratio.py_func
years_short = insurance.years_short.py_func
pension_due = insurance.pension_due.py_func
trained_next = insurance.trained_next.py_func

planned_consumption = spending.planned_consumption.py_func
credit_limit = spending.credit_limit.py_func
raised_by_sale = spending.raised_by_sale.py_func
stock_sold = spending.stock_sold.py_func
eaten = spending.eaten.py_func
usual_stock = spending.usual_stock.py_func
stock_effect = spending.stock_effect.py_func
restocked = spending.restocked.py_func
school_fee = spending.school_fee.py_func

poverty_line = relapse.poverty_line.py_func

recorded = monitoring.recorded.py_func
aid_due = monitoring.aid_due.py_func
tag_of = monitoring.tag_of.py_func
hidden_share = monitoring.hidden_share.py_func
official_help = monitoring.official_help.py_func
seen_chance = monitoring.seen_chance.py_func
visit_chance = monitoring.visit_chance.py_func
seen_income = targeting_community.seen_income.py_func

days_ratio = supervision.days_ratio.py_func
attention_next = supervision.attention_next.py_func
leak = supervision.leak.py_func
usual_honesty = supervision.usual_honesty.py_func
find_chance = supervision.find_chance.py_func
learnt = supervision.learnt.py_func

allowance_due = allowance.allowance_due.py_func

part = local_jobs.part.py_func
subsidy_per_worker = local_jobs.subsidy_per_worker.py_func
works_next = local_jobs.works_next.py_func

is_graduate = graduates.is_graduate.py_func

"""A person's January: dies, falls ill for good, bears a child, looks for a partner."""

from sim.numeric import NONE, Decision, hashed_id
from sim.rules.demography import (
    ADULT,
    OLDEST_MOTHER,
    OLDEST_TO_MARRY,
    USUAL_GAP,
    WIDEST_GAP,
    YOUNGEST_BRIDE,
    YOUNGEST_GROOM,
    YOUNGEST_MOTHER,
)
from sim.rules.families import BRIDE
from sim.state import Persons
from sim.state.codes import CHRONIC, DISABLED, HEALTHY
from sim.state.rebuild import blank
from twin_month.agent import Agent
from twin_month.equations import (
    death_chance,
    death_group,
    labour_capacity,
    marriage_group,
    meeting_distance,
    onset_chance,
)


class Life(Agent):
    """What becomes of a person. `partner` is a Person or None; `fate`, `bears`, `weds`, `home` are this January's."""

    def live(self):
        """A year but for marriage: is anything left of it?"""
        behaviour, vital = self.model.behaviour, self.model.vital
        s = int(self.household.is_registered)
        table = vital.death_women if self.is_female else vital.death_men
        self.bears, self.weds, self.home, self.is_leaving = False, None, self.household, False
        self.has_died = self.uniform(Decision.DEATH) < death_chance(
            self.age,
            self.health,
            float(table[s, death_group(self.age)]),
            behaviour.death_level,
            behaviour.chronic_death_ratio,
            behaviour.disabled_death_ratio,
        )
        if self.has_died:
            self.go()
            return
        self.decline()
        if self.partner is not None and self.is_female and YOUNGEST_MOTHER <= self.age <= OLDEST_MOTHER:
            chance = behaviour.fertility_level * float(vital.fertility[s, (self.age - YOUNGEST_MOTHER) // 5])
            chance = chance * float(vital.parity[s, self.children_at_home()])
            self.bears = self.uniform(Decision.BIRTH) < chance

    @property
    def stays(self):
        return not (self.has_died or self.is_leaving)

    def go(self):
        """Whoever goes leaves a vacancy."""
        if self.employer is not None:
            self.leave_job()

    def decline(self):
        """A chronic illness or a disability begins."""
        behaviour, before = self.model.behaviour, self.health
        if self.health != DISABLED:
            chance = onset_chance(self.age, behaviour.disability_onset, behaviour.onset_age)
            if self.uniform(Decision.DISABILITY_ONSET) < chance:
                self.health = DISABLED
        if self.health == HEALTHY:
            chance = onset_chance(self.age, behaviour.chronic_onset, behaviour.onset_age)
            if self.uniform(Decision.CHRONIC_ONSET) < chance:
                self.health = CHRONIC
        if self.health != before:
            self.capacity = labour_capacity(self.age, self.health)

    def children_at_home(self):
        """Members young enough to be her children, three at most."""
        return min(3, sum(ADULT <= self.age - other.age <= OLDEST_MOTHER for other in self.household.members))

    def seeks_partner(self):
        """Single, of age, out of school, free to go, and in the mood this year."""
        youngest = YOUNGEST_BRIDE if self.is_female else YOUNGEST_GROOM
        if self.has_died or self.partner is not None or self.is_student:
            return False
        if not youngest <= self.age <= OLDEST_TO_MARRY:
            return False
        vital, s = self.model.vital, int(self.household.is_registered)
        table = vital.marriage_women if self.is_female else vital.marriage_men
        if self.uniform(Decision.MARRIAGE) >= float(table[s, marriage_group(self.age)]):
            return False
        others = [member for member in self.household.members if member is not self]
        return any(member.age >= ADULT for member in others) or not others

    def meets_from_afar(self):
        return self.uniform(Decision.MARRIAGE, 1) < self.model.behaviour.distant_marriage_share

    def choose(self, women):
        """The nearest of the women who are still free and no relatives, or None."""
        best, chosen = 0.0, None
        for woman in women:
            if woman.home is not woman.household or woman.household is self.household:
                continue
            if abs(self.age - USUAL_GAP - woman.age) > WIDEST_GAP:
                continue
            distance = meeting_distance(
                self.age,
                woman.age,
                self.schooling,
                woman.schooling,
                self.model.behaviour.chance_meeting,
                self.uniform_pair(Decision.MEETING, woman.id),
            )
            if chosen is None or distance < best:
                best, chosen = distance, woman
        return chosen

    def founds_household(self):
        """Leaves the parents: a younger man stays, or it just happens; never who gave the household its id."""
        if self.id == self.household.id:
            return False
        if any(not other.is_female and ADULT <= other.age < self.age for other in self.household.members):
            return True
        return self.uniform(Decision.HOUSEHOLD_SPLIT) < self.model.behaviour.splitting_chance

    def newcomer(self, salt):
        """Somebody of whom nothing is known yet but the id, which is this person's and the month's."""
        columns = {name: values.tolist()[0] for name, values in blank(Persons, "persons", 1)._asdict().items()}
        columns["id"] = hashed_id(self.id, self.model.date.number, salt)
        other = type(self)(self.model, columns)
        other.partner = other.employer = None
        other.skill = self.skill
        other.taste = other.single_normal(Decision.NEWBORN, 1)
        other.has_died = other.is_leaving = False
        return other

    def child(self):
        """The child that she bears."""
        child = self.newcomer(0)
        child.is_female = child.uniform(Decision.NEWBORN) >= self.model.behaviour.son_share
        return child

    def bride_from_afar(self):
        """The woman whom he brings from outside the simulated counties."""
        bride = self.newcomer(BRIDE)
        bride.is_female = True
        bride.age = max(YOUNGEST_BRIDE, self.age - USUAL_GAP)
        bride.schooling = self.schooling
        bride.capacity = labour_capacity(bride.age, HEALTHY)
        bride.looks = NONE
        return bride

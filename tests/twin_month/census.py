"""A county's January: who marries whom, where everybody lives then, and who gets what is left."""

from math import floor

from sim.numeric import Decision
from sim.state import Households, Registry
from sim.state.rebuild import histories, stocks
from twin_month.agent import Agent, single
from twin_month.equations import fen


def share_of(value, heads):
    """A head's share of an amount: whole fen, or mu in single precision."""
    if isinstance(value, list):
        return [share_of(part, heads) for part in value]
    return single(value / heads) if isinstance(value, float) else value // heads


def plus(value, other, sign=1):
    if isinstance(value, list):
        return [plus(part, more, sign) for part, more in zip(value, other, strict=True)]
    return single(value + sign * other) if isinstance(value, float) else value + sign * other


def carry(names, moves):
    """A head's share of amounts leaves with each of those who move, by what there was before anybody went."""
    shares = [
        (origin, target, name, share_of(getattr(origin, name), heads))
        for name in names
        for origin, target, heads in moves
    ]
    for origin, _, name, share in shares:
        setattr(origin, name, plus(getattr(origin, name), share, -1))
    for _, target, name, share in shares:
        setattr(target, name, plus(getattr(target, name), share))


class Census(Agent):
    """People of a county as they come, go and gather. `persons` and `households` are lists in the order of rows."""

    def begin_census(self):
        """Nobody has come or gone this month."""
        self.births = self.deaths = self.moved_in = self.moved_out = self.bequests = 0
        self.people_before = len(self.persons)
        self.worth_before = sum(household.savings - household.debt for household in self.households)

    def turn_year(self):
        """Decide: deaths, births, marriages, who goes where; nobody has moved yet."""
        for person in self.persons:
            person.live()
        self.deaths = sum(person.has_died for person in self.persons)
        self.births = sum(person.bears for person in self.persons)
        seeking = [person for person in self.persons if person.seeks_partner()]
        men, women = [], []
        for person in seeking:
            if person.meets_from_afar():
                self.marry_afar(person)
            else:
                (women if person.is_female else men).append(person)
        for man in sorted(men, key=lambda man: man.uniform(Decision.MARRIAGE, 2)):
            bride = man.choose(women)
            if bride is not None:
                man.weds, bride.home = bride, man.household
                self.founders |= {man} if man.founds_household() else set()
        for household in self.households:
            if household.keeps_children_only(self.founders):
                self.take_in(household)

    def marry_afar(self, person):
        """A woman goes for good, a man will bring somebody."""
        if person.is_female:
            person.is_leaving = True
            self.moved_out += 1
            person.go()
        else:
            person.weds = "afar"
            self.moved_in += 1
            self.founders |= {person} if person.founds_household() else set()

    def take_in(self, household):
        """The village's other households are asked, from one drawn by lot on, until one has an adult."""
        village = household.village.households
        drawn = floor(household.uniform(Decision.ORPHANS) * len(village))
        for other in village[drawn:] + village[:drawn]:
            if other is not household and other.keeps_adults(self.founders):
                for child in household.members:
                    if child.stays and child.home is household:
                        child.home = other
                return

    def regroup(self):
        """Everybody goes home: households are founded, joined and ended, the dead leave, children are born."""
        founded = [person.household.divided(person) for person in self.persons if person in self.founders]
        for person in self.persons:
            if person.weds == "afar":
                person.weds = person.bride_from_afar()
                person.weds.household = None
            if person.weds is not None:
                person.weds.home = person.home
        moves = [
            (person.household, person.home, len(person.household.members))
            for person in self.persons
            if person.stays and person.home is not person.household
        ]
        carry(histories(Households), moves)
        splits = [(new.parent, new, len(new.parent.members)) for new in founded]
        carry(stocks(Households), splits)
        carry(stocks(Registry), [(old.record, new.record, heads) for old, new, heads in splits])
        heirs = {}
        for origin, target, _ in moves:
            heirs.setdefault(origin, target)
        dead = [person.household for person in self.persons if person.has_died]
        self.gather(founded)
        self.end_empty(heirs)
        for household in dead:
            if household in self.households:
                cost = fen(self.model.behaviour.funeral_cost * self.model.date.price_level)
                household.funeral += cost
        for household in self.households:
            household.worth_before = household.savings - household.debt

    def gather(self, founded):
        """Members follow the order of rows: who was there, who comes, who is fetched, who is born."""
        for person in self.persons:
            if not person.stays and person.partner is not None:
                person.partner.partner = None
        fetched = [man.weds for man in self.persons if man.weds is not None and man.weds.household is None]
        born = []
        for person in self.persons:
            if person.weds is not None:
                person.partner, person.weds.partner = person.weds, person
            if person.bears:
                child = person.child()
                child.home = person.home
                born.append(child)
        staying = [person for person in self.persons if person.stays]
        for person in self.persons:
            if not person.stays:
                person.remove()
        for household in (*self.households, *founded):
            household.members = []
        for is_new in (False, True):
            for person in staying:
                if (person.home is not person.household and person not in self.founders) == is_new:
                    person.home.members.append(person)
        for person in (*fetched, *born):
            person.home.members.append(person)
        for person in (*staying, *fetched, *born):
            person.household = person.home
        for household in founded:
            household.village.households.append(household)
        self.founders = set()

    def end_empty(self, heirs):
        """Households without members end; what they had goes to an heir, or away, and their land to the village."""
        for village in self.villages:
            land = 0.0
            for household in [household for household in village.households if not household.members]:
                village.households.remove(household)
                heir = heirs.get(household)
                if heir is not None:
                    for name in stocks(Households):
                        setattr(heir, name, plus(getattr(heir, name), getattr(household, name)))
                else:
                    self.bequests += household.savings - household.debt
                    land += household.land
                household.record.remove()
                household.remove()
            for household in village.households:
                household.land = single(household.land + land / len(village.households))
            village.people = sum(len(household.members) for household in village.households)
        self.households = [household for village in self.villages for household in village.households]
        self.persons = [person for household in self.households for person in household.members]

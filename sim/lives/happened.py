"""What one would tell of a life: the changes that matter, in words, each with the draws that decided it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.lives.plain import Draw
from sim.lives.record import HOUSEHOLD, Value
from sim.lives.watched import Asked, Watch, Written
from sim.numeric import Decision

LARGE_BILL = 1000.0
"""Medical bill of a month from which on it is told, yuan."""
OF_JOBS = frozenset(
    {
        *(Decision.SEARCH, Decision.WHERE_TO_LOOK, Decision.HIRING_ORDER, Decision.ACCEPTANCE, Decision.CHANNEL),
        *(Decision.MATCH_QUALITY, Decision.SEPARATION, Decision.RETURN_HOME, Decision.FOUNDING),
    }
)
OF_THE_REGISTRY = frozenset(
    {
        *(Decision.REPORT, Decision.VISIT, Decision.DATA_MATCH, Decision.LATE_SIGN, Decision.SIGN_DECIDED),
        *(Decision.RECORDED_INCOME, Decision.TARGETING_ORDER, Decision.COMMUNITY_VIEW),
    }
)
OF_BILLS = frozenset({Decision.ILLNESS, Decision.ILLNESS_COST})
FAR = {"employer": OF_JOBS, "tag": OF_THE_REGISTRY}
"""Decisions of the same month that belong to a change, where other rules draw them too."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes
    ----------
    t : months since the start
    rule : which rule did it
    subject : permanent id of a member, or `HOUSEHOLD`
    what : in words
    draws : what was drawn for it, in order; empty where nothing was, or where the draw was not about this household
    """

    t: int
    rule: str
    subject: int
    what: str
    draws: tuple[Draw, ...]


def happened(watch: Watch) -> list[Event]:
    """What happened, in order."""
    asked: dict[int, list[Asked]] = {}
    for draw in watch.asked:
        asked.setdefault(draw.t, []).append(draw)
    events = []
    for row in watch.written:
        what = in_words(row)
        if what:
            draws = tuple(one.draw for one in asked.get(row.t, []) if _belongs(one, row))
            events.append(Event(row.t, row.rule, row.subject, what, draws))
    return events


def _belongs(asked: Asked, row: Written) -> bool:
    """Whether a draw of the month is told with a change."""
    if row.column == "medical":
        return asked.draw.decision in OF_BILLS and any(asked.draw.is_under)
    if asked.subject != row.subject:
        return False
    return asked.place == row.place or asked.draw.decision in FAR.get(row.column, ())


def in_words(row: Written) -> str:
    """A change in words, "" if it is not worth telling."""
    if row.before is None or row.after is None:
        return _came_or_left(row)
    tell = TELLING.get(row.column)
    return tell(row.before, row.after) if tell else ""


def draw_in_words(draw: Draw) -> str:
    """A draw in words: what decided, the number, and the nearest of what it was held against on either side."""
    name = draw.decision.name.lower().replace("_", " ")
    if not draw.thresholds:
        return f"{name}: {'z ' if draw.kind == 'normal' else ''}{draw.number:.3f}"
    over = [bound for bound, is_under in zip(draw.thresholds, draw.is_under, strict=True) if not is_under]
    under = [bound for bound, is_under in zip(draw.thresholds, draw.is_under, strict=True) if is_under]
    sides = [f"not under {max(over):.4f}"] if over else []
    sides += [f"under {min(under):.4f}"] if under else []
    return f"{name}: {draw.number:.4f} {' but '.join(sides)}"


def draws_in_words(draws: Sequence[Draw]) -> str:
    """Several of them, those of one decision without a threshold told once, as a count."""
    told = [draw_in_words(draw) for draw in draws if draw.thresholds]
    silent: dict[Decision, list[Draw]] = {}
    for draw in draws:
        if not draw.thresholds:
            silent.setdefault(draw.decision, []).append(draw)
    for decision, some in silent.items():
        name = decision.name.lower().replace("_", " ")
        told.append(draw_in_words(some[0]) if len(some) == 1 else f"{name}: {len(some)} draws")
    return "; ".join(told)


def _came_or_left(row: Written) -> str:
    if row.column != "age":
        return ""
    if row.after is None:
        return "is no longer a member: died, married away or founded a household"
    return "was born" if row.after == 0 else "joined the household"


def _job(before: Value, after: Value) -> str:
    if after == "none":
        return f"no longer works ({before})"
    return f"took a job ({after})" if before == "none" else f"changed jobs ({before} to {after})"


def _became(text: str) -> Callable[[Value, Value], str]:
    return lambda _, after: f"{text} {after}" if after != "none" else ""


def _changed(text: str) -> Callable[[Value, Value], str]:
    return lambda before, after: f"{text}: {before} to {after}"


def _flag(on: str, off: str = "") -> Callable[[Value, Value], str]:
    return lambda _, after: on if after else off


def _longer(text: str) -> Callable[[Value, Value], str]:
    return lambda before, after: f"{text} {after} months" if float(after or 0) > float(before or 0) else ""


def _yuan(text: str, least: float) -> Callable[[Value, Value], str]:
    return lambda before, after: (
        f"{text} {float(after or 0) - float(before or 0):,.0f} yuan"
        if float(after or 0) - float(before or 0) >= least
        else ""
    )


def _tag(before: Value, after: Value) -> str:
    return "risk declared ended" if after == "none" else f"monitored: {after}"


def _aid(before: Value, after: Value) -> str:
    return f"aid {float(after or 0):,.0f} yuan a month" if before == 0 else "aid ends" if after == 0 else ""


TELLING: dict[str, Callable[[Value, Value], str]] = {
    "employer": _job,
    "sick_months": _longer("ill or hurt, cannot work for"),
    "health": _changed("health"),
    "is_student": _flag("goes to school", "leaves school"),
    "certificate": _became("certificate:"),
    "course": _became("course:"),
    "post_months": _longer("public-welfare post for"),
    "allowance_months": _longer("graduate's allowance for"),
    "has_rural_craft": _flag("learnt a rural craft"),
    "is_insured": _flag("joined the residents' pension", "left the residents' pension"),
    "is_pensioner": _flag("claims the pension"),
    "claim": _became("claim:"),
    "is_settled": _flag("came home for good"),
    "damage": _yuan("disaster costs", 1.0),
    "medical": _yuan("medical bills of", LARGE_BILL),
    "funeral": _yuan("funeral costs", 1.0),
    "invested": _yuan("put into an own firm", 1.0),
    "is_dibao": _flag("gets the minimum living allowance", "loses the minimum living allowance"),
    "has_adopted": _flag("farms as a course taught", "farms as before the course"),
    "tag": _tag,
    "aid": _aid,
    "sign": _became("sign of risk by"),
    "is_poor.realised": _flag("fell into poverty, aid included", "is out of poverty, aid included"),
    "is_poor.raw": _flag("fell into poverty, aid taken out", "is out of poverty, aid taken out"),
}
"""What is told of a change, by column."""

__all__ = ["HOUSEHOLD", "Event", "draw_in_words", "draws_in_words", "happened", "in_words"]

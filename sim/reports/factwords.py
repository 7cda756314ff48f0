"""One sentence for each fact of a study (`sim.study.why`), in the words of a language.

Shares are told as percentages and their changes as percentage points, outcomes by the titles of their indicators.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.reports import numbers
from sim.reports.numbers import level
from sim.reports.phrases import Phrases

SURE = 0.9
"""Share of the resamples in which a policy must come first to be called ahead."""

type Fact = Mapping[str, Any]


def sentence(fact: Fact, say: Phrases) -> str:
    """A fact in words.

    Raises
    ------
    LookupError
        If there is no such fact, or one of its gaps is missing.
    """
    match fact["say"]:
        case "compared":
            return say("half compared it", policy=_policy(fact["policy"], say), other=_policy(fact["other"], say))
        case "size":
            return _size(fact, say)
        case "effect":
            return _effect(fact, say)
        case "front":
            kept = {True: say("half own holds"), False: say("half own fails"), None: ""}[fact["own_kept"]]
            return say("half front", points=fact["points"], searches=fact["searches"], kept=fact["kept"]) + kept
        case "end":
            return _end(fact, say)
        case "from own":
            sides = [say("half side", **one | {"outcome": _outcome(one["outcome"], say)}) for one in fact["sides"]]
            return say("half from own", points=fact["points"], sides=say("semicolon").join(sides))
        case "apart":
            told = [
                say("half item", name=_outcome(one["outcome"], say), value=one["apart"]) for one in fact["outcomes"]
            ]
            return say("half apart", pairs=fact["pairs"], outcomes=say("semicolon").join(told))
        case "gap":
            return say("half gap", gaps=_changes(fact["gaps"], say))
        case "hypervolume":
            return say("half hypervolume", low=level(fact["low"], 2), high=level(fact["high"], 2))
        case "shares":
            return _shares(fact, say)
        case "missed":
            return _missed(fact, say)
        case "by chance":
            return say("half by chance", count=fact["count"], expected=fact["expected"])
        case "chance":
            return say("half chance", outcome=_outcome(fact["outcome"], say), share=_percent(fact, say))
        case "indices":
            return _indices(fact, say)
        case "turn":
            return _turn(fact, say)
        case "fails":
            return say("half fails", **_sides(fact, say), held=f"{fact['held']:,}", share=_percent(fact, say))
        case "region":
            limits = say("half and").join(_limit(limit, say) for limit in fact["limits"])
            shares = {part: _percent(fact[part], say) for part in ("density", "mass", "coverage")}
            return say("half region", **_sides(fact, say), limits=limits, **shares)
        case "none decides":
            return _none_decides(fact, say)
        case "ahead":
            return _ahead(fact, say)
        case "grades":
            parts = [say("half grade", grade=say(f"grade {name}"), count=n) for name, n in fact["grades"].items()]
            return say("half grades", beliefs=fact["beliefs"], grades=say("comma").join(parts))
        case "decisive":
            return _decisive(fact, say)
        case "no turn" | "as declared" | "no came out" | "no drives" | "no flips" | "no rests" as plain:
            return say(f"half {plain}")
    raise LookupError(f"no sentence for {fact['say']!r}")


def _size(fact: Fact, say: Phrases) -> str:
    key = "half worlds" if fact["worlds"] else "half times" if fact["times"] else "half size"
    names = ("counties", "households", "months", "start", "policy_from", "times", "worlds")
    return say(key, **{name: fact[name] for name in names})


def _effect(fact: Fact, say: Phrases) -> str:
    outcome, (factor, unit, points) = _outcome(fact["outcome"], say), _scale(fact["outcome"], fact["reference"], say)
    effect, low, high = (_times(fact[name], factor) for name in ("effect", "low", "high"))
    part = fact["policy"]
    who = say("half alone", area=say.area(part)) if f"area {part}" in say else ""
    if low is None or high is None:
        return who + say("half one seed", outcome=outcome, change=numbers.change(effect), unit=points)
    decimals = numbers.known_decimals(low, high)
    if low <= 0.0 <= high:
        return who + say(
            "half open", outcome=outcome, low=level(low, decimals), high=level(high, decimals), unit=points
        )
    ends = sorted((abs(low), abs(high)))
    told = {"size": level(abs(effect), decimals), "low": level(ends[0], decimals), "high": level(ends[1], decimals)}
    said = who + say("half rises" if effect > 0.0 else "half falls", outcome=outcome, unit=points, **told)
    if fact["reference"] is None or fact["level"] is None:
        return said + say("half stop")
    before, after = (level(factor * fact[name], decimals) for name in ("reference", "level"))
    return said + say("half from to", before=before, after=after, unit=unit)


def _end(fact: Fact, say: Phrases) -> str:
    said = say("half first end" if fact["place"] == 0 else "half last end", changes=_changes(fact["changes"], say))
    for side in ("more", "less"):
        if fact.get(side):
            moved = [
                say(
                    "half moved",
                    lever=_lever(one["lever"], say),
                    own=level(one["own"], 1),
                    value=level(one["value"], 1),
                )
                for one in fact[side]
            ]
            said += say(f"half {side}", levers=say("semicolon").join(moved))
    return said + say("half stop")


def _changes(changes: Sequence[Fact], say: Phrases) -> str:
    told = [
        say("half item", name=_outcome(one["outcome"], say), value=_change(one, one["outcome"], say)) for one in changes
    ]
    return say("semicolon").join(told)


def _shares(fact: Fact, say: Phrases) -> str:
    told = [
        say("half item", name=say.area(one["area"]), value=_change(one, fact["outcome"], say))
        + _part(one["share"], say)
        for one in fact["areas"]
    ]
    whole = _change(fact, fact["outcome"], say)
    said = say(
        "half shares", outcome=_outcome(fact["outcome"], say), whole=whole,
        areas=say("semicolon").join(told) or say("half no area"),
    )  # fmt: skip
    if fact["pairs"]:
        pairs = [
            say("half pair", one=say.area(one["area"]), other=say.area(one["partner"]),
                value=_change(one, fact["outcome"], say))
            for one in fact["pairs"]
        ]  # fmt: skip
        said += say("half pairs", pairs=say("semicolon").join(pairs))
    return said


def _part(share: float | None, say: Phrases) -> str:
    return "" if share is None else say("half part", share=f"{100.0 * share:.0f}")


def _missed(fact: Fact, say: Phrases) -> str:
    told = [
        say("half item", name=say.measure(one["measure"]), value=_change(one, fact["outcome"], say))
        for one in fact["measures"]
    ]
    measures = say("semicolon").join(told) or say("half no measure")
    return say("half missed", outcome=_outcome(fact["outcome"], say), measures=measures)


def _indices(fact: Fact, say: Phrases) -> str:
    told = [
        say("half item", name=_called(one["name"], say), value=f"{level(one['value'], 2)}{_interval(one, 2, say)}")
        for one in fact["factors"]
    ]
    if not told:
        key = "half no factor" if fact["estimable"] else "half not estimable"
        return say(key, outcome=_outcome(fact["outcome"], say))
    index = say(f"index {fact['index']}")
    return say("half indices", outcome=_outcome(fact["outcome"], say), index=index, factors=say("semicolon").join(told))


def _turn(fact: Fact, say: Phrases) -> str:
    name = fact["assumption"]
    ends = say("half no interval")
    if fact["is_sure"]:
        low = say("half below all") if fact["low"] is None else numbers.level(fact["low"])
        high = say("half above all") if fact["high"] is None else numbers.level(fact["high"])
        ends = say("interval", low=low, high=high)
    return say(
        "half turn", outcome=_outcome(fact["outcome"], say), below=fact["below"], above=fact["above"],
        position=level(fact["position"]), unit=_unit(name["unit"], say), name=_called(name["name"], say), ends=ends,
    )  # fmt: skip


def _none_decides(fact: Fact, say: Phrases) -> str:
    said = say("half none decides", outcome=_outcome(fact["outcome"], say))
    if "detectable" not in fact:
        return said
    least = fact["detectable"]
    if least is None:
        return said + say("half blind")
    density = f"{100.0 * least:.0f}"
    return said + (say("half detectable always") if density == "100" else say("half detectable", density=density))


def _ahead(fact: Fact, say: Phrases) -> str:
    """By which measures each policy is surely ahead; those that resampled situations leave open are told apart."""
    sides: list[str] = []
    unsure: list[str] = []
    for side in ("first", "second"):
        sure: list[str] = []
        for one in fact[side]:
            is_sure = one["often"] is None or one["often"] >= SURE
            (sure if is_sure else unsure).append(say(f"robust {one['robust']}"))
        sides.append(say("comma").join(sure) or say("half no judgement"))
    told = say("half ahead", **_sides(fact, say), worlds=f"{fact['worlds']:,}", first=sides[0], second=sides[1])
    return told + (say("half undecided", measures=say("comma").join(unsure)) if unsure else say("half stop"))


def _decisive(fact: Fact, say: Phrases) -> str:
    if not fact["count"]:
        return say("half none decisive")
    if not fact["weak"]:
        return say("half all read", count=fact["count"])
    weak = [
        say("half graded", name=_called(one["name"], say), grade=say(f"grade {one['grade']}")) for one in fact["weak"]
    ]
    return say("half decisive", count=fact["count"], weak=say("semicolon").join(weak))


def _sides(fact: Fact, say: Phrases) -> dict[str, str]:
    return {"outcome": _outcome(fact["outcome"], say), "policy": fact["policy"], "other": fact["other"]}


def _policy(policy: Fact, say: Phrases) -> str:
    return policy["name"] if policy["title"] == policy["name"] else say("half titled", **policy)


def _outcome(outcome: Fact, say: Phrases) -> str:
    """An outcome by the title of its indicator and its group; by its name where they are not known."""
    if "indicator" not in outcome:
        return str(outcome["name"])
    kind, group = outcome["group_kind"], outcome["group"]
    where = {"province": say.province, "measure": say.measure}.get(kind, say.group)(group)
    return say("title of", name=say.indicator(outcome["indicator"]), where=where)


def _lever(name: str, say: Phrases) -> str:
    """A lever; of a measure that is dosed or tilted the measure is named."""
    for kind in ("dose", "tilt"):
        measure = name.removesuffix(f"_{kind}")
        if measure != name:
            return say(f"half {kind}", measure=say.measure(measure))
    return _called(name, say)


def _called(name: str, say: Phrases) -> str:
    """An assumption as it is declared, with its name; a rule by its title."""
    if f"rule {name}" in say:
        return say(f"rule {name}")
    text = say.called(name)
    return name if text == name else say("half named", text=text, name=name)


def _limit(limit: Fact, say: Phrases) -> str:
    name, unit = _called(limit["name"], say), _unit(limit["unit"], say)
    if "values" in limit:
        return say("half is one of", name=name, values=say("half or").join(limit["values"]))
    low, high = (None if limit[end] is None else level(limit[end]) for end in ("low", "high"))
    if low is None:
        return say("half at most", name=name, high=high, unit=unit)
    if high is None:
        return say("half at least", name=name, low=low, unit=unit)
    return say("half between", name=name, low=low, high=high, unit=unit)


def _unit(unit: str, say: Phrases) -> str:
    return f" {say.unit(unit)}" if unit and unit != "share" else ""


def _scale(outcome: Fact, size: float | None, say: Phrases) -> numbers.Scale:
    return numbers.scale(outcome["unit"], abs(size or 0.0), say) if "unit" in outcome else numbers.Scale(1.0, "", "")


def _change(row: Fact, outcome: Fact, say: Phrases) -> str:
    """A change with its interval and unit."""
    factor, _, points = _scale(outcome, row["value"], say)
    value, low, high = (_times(row[name], factor) for name in ("value", "low", "high"))
    if low is None or high is None:
        return f"{numbers.change(value)} {points}"
    decimals = numbers.known_decimals(low, high)
    ends = say("interval", low=level(low, decimals), high=level(high, decimals))
    return f"{numbers.change(value, decimals)} {points}{ends}"


def _times(value: float | None, factor: float) -> Any:
    return None if value is None else factor * value


def _percent(share: Fact, say: Phrases) -> str:
    value, low, high = (f"{100.0 * share[name]:.0f}" for name in ("value", "low", "high"))
    return f"{value} %{say('interval', low=low, high=high)}"


def _interval(row: Fact, decimals: int, say: Phrases) -> str:
    ends: Sequence[float | None] = (row["low"], row["high"])
    return "" if None in ends else say("interval", low=level(row["low"], decimals), high=level(row["high"], decimals))

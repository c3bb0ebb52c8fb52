"""One bill: a home's readings of one Sydney month under one plan, exact until each line."""

from fractions import Fraction
from typing import NamedTuple

from civil import SYDNEY, DataError, half_hours_of
from cdr_plan import SUNDAY
from exact import round_half_up

GST = Fraction(10, 100)


class Line(NamedTuple):
    key: str
    quantity: Fraction   # kWh, days for 'supply', 1 for 'discount'
    price: Fraction      # dollars per unit; share of the bill for 'discount' (0.05 = 5 %)
    cents: int


class Bill(NamedTuple):
    home: str
    plan: str
    month: str
    missing: int         # half hours of the month without a reading
    lines: tuple
    net: int
    gst: int
    total: int


def charge(key, quantity, price):
    return Line(key, quantity, price, round_half_up(quantity * price * 100))


def fill_blocks(quantity, sizes):
    """Spreads a quantity over blocks in order; a size of None takes the rest."""
    parts = []
    for size in sizes:
        part = quantity if size is None else min(quantity, size)
        parts.append(part)
        quantity -= part
    return parts


def month_share(period, month):
    """Part of a period's block volume that belongs to the month."""
    return {"P1M": Fraction(1), "P3M": Fraction(month.days(), month.quarter_days()),
            "P1Y": Fraction(month.days(), month.year_days())}[period]


def block_lines(season, month, measured):
    """Usage lines of a single rate, block by block."""
    if season.period == "P1D":
        per_day = {}
        for start, kwh in measured:
            day = start.astimezone(SYDNEY).date()
            per_day[day] = per_day.get(day, Fraction(0)) + kwh
        sizes = [block.volume for block in season.blocks]
        fills = [fill_blocks(kwh, sizes) for kwh in per_day.values()]
        sums = [sum(parts, Fraction(0)) for parts in zip(*fills)] or [Fraction(0)] * len(sizes)
    else:
        total = sum((kwh for _, kwh in measured), Fraction(0))
        sizes = [None if block.volume is None else block.volume * month_share(season.period, month)
                 for block in season.blocks]
        sums = fill_blocks(total, sizes)
    return [charge(f"block {number}", quantity, block.price)
            for number, (quantity, block) in enumerate(zip(sums, season.blocks), start=1)]


def window_lines(plan, season, holidays, measured):
    """Usage lines of time-of-use rates, in the plan's order."""
    sums = {rate.type: Fraction(0) for rate in season.rates}
    for start, kwh in measured:
        clock = start.astimezone(plan.clock)
        weekday = clock.weekday()
        if season.holiday_is_sunday and clock.date() in holidays:
            weekday = SUNDAY
        sums[season.rate_at(weekday, clock.hour * 60 + clock.minute).type] += kwh
    return [charge(f"{season.start} {rate.type}", sums[rate.type], rate.price)
            for rate in season.rates]


def make_bill(home, readings, plan, month, holidays):
    """Bills what was measured; half hours without a reading are counted, not estimated."""
    starts = half_hours_of(month)
    measured = [(start, readings[start]) for start in starts if start in readings]
    seasons = {plan.season_of(day) for day in month.dates()}
    if len(seasons) != 1:
        raise DataError(f"plan {plan.id}: {month} lies in {len(seasons)} seasons; this calculator "
                        "bills months of one season")
    season = seasons.pop()
    usage = (window_lines(plan, season, holidays, measured) if season.rates
             else block_lines(season, month, measured))
    lines = [charge("supply", Fraction(month.days()), season.supply)]
    lines += [line for line in usage if line.quantity]
    for share in plan.discounts:
        cents = round_half_up(-share * sum(line.cents for line in lines))
        lines.append(Line("discount", Fraction(1), share, cents))
    net = sum(line.cents for line in lines)
    gst = round_half_up(GST * net)
    return Bill(home, plan.id, str(month), len(starts) - len(measured), tuple(lines), net, gst,
                net + gst)

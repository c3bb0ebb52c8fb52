"""One bill: a home's readings of one Sydney month under one plan, exact until each line."""

from fractions import Fraction
from typing import NamedTuple

from civil import SYDNEY, DataError, half_hours_of
from cdr_parts import SUNDAY
from exact import round_half_up

GST = Fraction(10, 100)


class Line(NamedTuple):
    key: str
    quantity: Fraction   # kWh; days for 'supply'; kW or kW-days of demand; 1 for 'discount'
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
    left_out: tuple      # pairs of a group and its names: what the plan has and the bill has not


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


def block_lines(plan, season, month, measured):
    """Usage lines of a single rate, block by block; a flat price is one block."""
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
    prefix = f"{season.start} " if len(plan.seasons) > 1 else ""
    return [charge(f"{prefix}block {number}", quantity, block.price)
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


def daily_peaks(plan, demand, holidays, measured):
    """{Sydney day: highest kW of its half hours in the demand's window}."""
    peaks = {}
    for start, kwh in measured:
        clock = start.astimezone(plan.clock)
        if not demand.window.holds(clock.weekday(), clock.hour * 60 + clock.minute):
            continue
        if demand.holidays_out and clock.date() in holidays:
            continue
        day = start.astimezone(SYDNEY).date()
        peaks[day] = max(peaks.get(day, Fraction(0)), 2 * kwh)
    return peaks


def chargeable(demand, peaks, month):
    """kW once for the month, or kW-days: of all its days, or of the window's days, each its own."""
    if demand.measured_by == "DAY":
        return sum(peaks.values(), Fraction(0))
    highest = max([demand.least, *peaks.values()])
    return highest * month.days() if demand.charged_by == "DAY" else highest


def demand_lines(plan, month, holidays, measured):
    lines = []
    for demand in plan.demands:
        held = {demand.holds(day) for day in month.dates()}
        if len(held) != 1:
            raise DataError(f"plan {plan.id}: {month} lies partly in '{demand.key()}'; this "
                            "calculator bills months that lie in a demand charge or outside")
        if held == {True}:
            peaks = daily_peaks(plan, demand, holidays, measured)
            lines.append(charge(demand.key(), chargeable(demand, peaks, month), demand.price))
    return lines


def season_of(plan, month):
    seasons = {plan.season_of(day) for day in month.dates()}
    if len(seasons) != 1:
        raise DataError(f"plan {plan.id}: {month} lies in {len(seasons)} seasons; this calculator "
                        "bills months of one season")
    return seasons.pop()


def discount_line(discount, lines, usage):
    """A guaranteed share of all lines so far, or of usage alone, both as rounded."""
    base = lines if discount.method == "percentOfBill" else usage
    cents = round_half_up(-discount.share * sum(line.cents for line in base))
    return Line("discount", Fraction(1), discount.share, cents)


def make_bill(home, readings, plan, month, holidays):
    """Bills what was measured; half hours without a reading are counted, not estimated."""
    starts = half_hours_of(month)
    measured = [(start, readings[start]) for start in starts if start in readings]
    season = season_of(plan, month)
    usage = (window_lines(plan, season, holidays, measured) if season.rates
             else block_lines(plan, season, month, measured))
    lines = [charge("supply", Fraction(month.days()), season.supply), *usage,
             *demand_lines(plan, month, holidays, measured)]
    lines = [line for line in lines if line.quantity]
    lines += [discount_line(discount, lines, usage) for discount in plan.discounts]
    net = sum(line.cents for line in lines)
    gst = round_half_up(GST * net)
    return Bill(home, plan.id, str(month), len(starts) - len(measured), tuple(lines), net, gst,
                net + gst, plan.left_out)

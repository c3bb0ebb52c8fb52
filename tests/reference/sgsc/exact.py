"""Exact numbers: the only rounding there is, and fractions written without losing anything."""


def round_half_up(value):
    """Nearest integer of a fraction; a half goes away from zero, so a discount mirrors a charge."""
    magnitude = (abs(value) * 2 + 1) // 2
    return int(magnitude if value >= 0 else -magnitude)


def money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def terminates(value):
    """Whether a finite decimal states the fraction exactly."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def exact_text(value):
    """A fraction as the shortest exact decimal, or as 'p/q' when there is none."""
    if not terminates(value):
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while value.denominator != 1:
        places, value = places + 1, value * 10
    digits = str(abs(value.numerator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)

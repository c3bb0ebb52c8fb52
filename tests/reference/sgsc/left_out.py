"""What a plan holds and these bills do not, by name: nobody asked for it, or no home here has it."""

from collections import Counter

GROUPS = {"controlledLoad": "controlled load", "solarFeedInTariff": "feed-in",
          "greenPowerCharges": "green power", "fees": "fee", "incentives": "incentive"}


def names_of(items):
    """Each name once, in the plan's order; a controlled load may stand without a list."""
    named = Counter(item.get("displayName") or item["type"]
                    for item in (items if isinstance(items, list) else [items]))
    return tuple(f"{name} ({count} times)" if count > 1 else name for name, count in named.items())


def left_out_of(contract):
    """{group: names} of what is not billed."""
    found = {group: names_of(contract[member]) for member, group in GROUPS.items()
             if contract.get(member)}
    conditional = [discount for discount in contract.get("discounts", [])
                   if discount["type"] != "GUARANTEED"]
    if conditional:
        found["conditional discount"] = names_of(conditional)
    return found

"""Hours a week in words, the same wherever somebody reads them."""


def describe_hours(env, hours_min, hours_max):
    """Return a range of hours a week in words; empty when neither is known.

    :param env: whose language it is
    :param float hours_min: hours a week; 0 is not known
    :param float hours_max: the same
    """
    low, high = (f"{hours:g}" for hours in (hours_min, hours_max))
    if hours_min and hours_max:
        return low if low == high else env._("%(low)s to %(high)s", low=low, high=high)
    if hours_max:
        return env._("at most %s", high)
    return env._("at least %s", low) if hours_min else ""

"""How the system says in the context that it does something itself.

A person can send any key in a context, but only values of JSON: never this object. That matters
below ``sudo()`` too, where the context is still the one that was sent.
"""

BY_SYSTEM = object()


def is_by_system(env, key):
    """Return whether the system itself put this key into the context.

    :param env: the environment
    :param str key: name of the context key
    """
    return env.context.get(key) is BY_SYSTEM

"""How well a placement goes, from good to bad. Without a model, so that any model may use it."""

HEALTH = [("on_track", "On Track"), ("attention", "Attention"), ("at_risk", "At Risk")]
HEALTH_ORDER = [level for level, _label in HEALTH]

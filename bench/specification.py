"""What the web client asks for when it opens a view, derived from the view so that it stays honest.

It follows the client's arch parsers and `getFieldsSpec` as far as the measured views need, and was
compared with what Chromium sent for both boards and both forms: the same specifications.
"""

import ast

from lxml import etree

from odoo.tools.safe_eval import safe_eval

ACTIVITY = (
    *("activity_exception_decoration", "activity_exception_icon", "activity_state"),
    *("activity_summary", "activity_type_icon", "activity_type_id"),
)
# What a widget reads besides its own field (`fieldDependencies` in its JavaScript).
DEPENDENCIES = {
    "kanban_activity": ACTIVITY,
    "list_activity": ACTIVITY,
    "rotting_statusbar_duration": ("duration_tracking", "is_rotting", "rotting_days"),
    "statusbar_duration": ("duration_tracking",),
}
ALWAYS = ("1", "True", "true")


class View:
    """A view of a model as a user gets it: its arch and the specification to read with."""

    def __init__(self, env, model, view_type, view_id=False):
        self.model = model
        self.arch = etree.fromstring(
            env[model].get_views([(view_id, view_type)])["views"][view_type]["arch"]
        )
        self.specification = specification(env, model, self.arch)
        if view_type == "form":
            self.specification["display_name"] = {}


def specification(env, model, arch):
    """The read specification of a kanban, list or form arch."""
    fields = env[model]._fields
    found = {}
    for node in arch.iter("field"):
        if next(node.iterancestors("field"), None) not in (None, arch.getparent()):
            continue
        found.setdefault(node.get("name"), []).append(node)
    result = {}
    for name, nodes in found.items():
        result[name] = _field_specification(env, fields[name], nodes, arch.tag)
        for node in nodes:
            for dependency in DEPENDENCIES.get(node.get("widget"), ()):
                if dependency not in found:
                    related = {"fields": {"display_name": {}}}
                    is_many2one = fields[dependency].type == "many2one"
                    result[dependency] = related if is_many2one else {}
    return result


def _field_specification(env, field, nodes, view_type):
    is_hidden = all(
        node.get("invisible") in ALWAYS or node.get("column_invisible") in ALWAYS for node in nodes
    )
    context = dict(field.context) if field.relational else {}
    for node in nodes:
        if node.get("context"):
            # Names that only a record knows make no difference to what is read.
            context.update(_evaluate(node.get("context")))
    if field.type == "many2one":
        if is_hidden:
            return {"fields": {}}
        return {"fields": {"display_name": {}}, **({"context": context} if context else {})}
    if field.type not in ("one2many", "many2many"):
        return {}
    if is_hidden:
        return {}
    result = {"fields": _related_fields(env, field, nodes[0], view_type)}
    if context:
        result["context"] = context
    if (subview := _subview(nodes[0])) is not None:
        result["limit"] = int(subview.get("limit") or 40)
        if subview.get("default_order"):
            result["order"] = subview.get("default_order")
    return result


def _related_fields(env, field, node, view_type):
    subview = _subview(node)
    if subview is not None:
        return specification(env, field.comodel_name, subview)
    is_tags = field.type == "many2many" and view_type == "kanban" and not node.get("widget")
    if is_tags or node.get("widget") == "many2many_tags":
        color = ast.literal_eval(node.get("options") or "{}").get("color_field")
        return {"display_name": {}, **({color: {}} if color else {})}
    return {}


def _subview(node):
    return next((child for child in node if child.tag in ("list", "kanban")), None)


def _evaluate(expression):
    try:
        return safe_eval(expression, {"uid": 0, "id": 0, "active_id": 0})
    except ValueError:
        return {}

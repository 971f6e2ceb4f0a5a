from odoo.tools import SQL

# What others refer to comes after what refers to it.
CASES = (
    "interim.disclosure",
    "interim.contract",
    "interim.placement",
    "interim.assignment",
    "interim.professional",
)


def uninstall_hook(env):
    """Remove what Odoo would stumble over when it uninstalls the addon, or leave behind.

    Odoo deletes the addon's data records before its tables. Stages, reasons and checklists that
    cases hold on to cannot be deleted as long as the cases are there. It forgets saved filters,
    the external identifiers that other modules give to parts of our models, and foreign keys.
    """
    for model in CASES:
        env.cr.execute(SQL("DELETE FROM mail_activity WHERE res_model = %s", model))
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(env[model]._table)))
    env.cr.execute(SQL("UPDATE interim_placement_stage SET activity_plan_id = NULL"))
    # Through the ORM, which drops the counters in the database that Odoo would leave behind.
    sequence = env.ref("interim_placement.sequence_contract", raise_if_not_found=False)
    if sequence:
        sequence.date_range_ids.unlink()
        sequence.unlink()
    env.cr.execute(SQL("DELETE FROM ir_filters WHERE model_id LIKE %s", "interim.%"))
    env.cr.execute(
        SQL(
            """
            DELETE FROM ir_model_data
             WHERE model IN ('ir.model.inherit', 'ir.model.fields.selection')
               AND module NOT LIKE %s
               AND (name LIKE %s OR name LIKE %s)
            """,
            "interim_%",
            "model_inherit__interim_%",
            "selection__interim_%",
        )
    )
    # Foreign keys on Odoo's own tables: they go with their columns, their registration does not.
    env.cr.execute(
        SQL(
            "DELETE FROM ir_model_constraint WHERE type = 'f' AND name NOT LIKE %s AND module ="
            " (SELECT id FROM ir_module_module WHERE name = 'interim_placement')",
            "interim_%",
        )
    )
    env.invalidate_all()

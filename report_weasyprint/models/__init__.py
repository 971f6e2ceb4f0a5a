from . import (
    ir_actions_report,
    ir_actions_report_document,
    ir_actions_report_layout,
    ir_actions_report_resource,
)

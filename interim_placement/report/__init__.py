from . import capacity_report, followup_report

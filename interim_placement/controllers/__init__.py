from . import checkin_feedback, contract_file, contract_page, portal

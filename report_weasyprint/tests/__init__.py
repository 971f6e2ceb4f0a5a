from . import test_document, test_engine, test_isolation, test_limits, test_report

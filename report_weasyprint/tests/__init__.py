from . import test_document
from . import test_engine
from . import test_isolation
from . import test_limits
from . import test_report

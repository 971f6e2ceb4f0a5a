from . import test_terms

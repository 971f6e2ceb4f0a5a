"""Where things lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".dev"

REQUIREMENTS = ROOT / "requirements"
VENV = STATE / "venv"
ODOO_PACKAGE = STATE / "odoo"
POSTGRES = STATE / "postgres"
DATA = STATE / "data"
LOGS = STATE / "logs"
LOCKS = STATE / "locks"
STAMPS = STATE / "stamps"


def shown(path):
    """The path as a person in the project's folder would type it."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)

"""Reading Odoo's log: its records, its tests, and what it complains of."""

import re
from dataclasses import dataclass
from pathlib import Path

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) "
    r"(?P<database>\S+) (?P<logger>[\w.]+): (?P<message>.*)"
)
COMPLAINTS = ("WARNING", "ERROR", "CRITICAL")

# The first matches win: what differs between two runs that print the same complaint.
VARIABLE_PARTS = (
    (re.compile(r"\binterim_\w+|\bodoo_\w*test\w*"), "DB"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b"), "HEX"),
    (re.compile(r"0x[0-9a-f]+"), "ADDRESS"),
    (re.compile(r"\d+"), "N"),
)


@dataclass
class Record:
    """One log record; `message` holds all its lines."""

    level: str
    database: str
    logger: str
    message: str

    @property
    def is_complaint(self):
        """Whether it is a warning or worse."""
        return self.level in COMPLAINTS

    def normalised(self):
        """The complaint without what differs from run to run, to compare two logs."""
        text = f"{self.level} {self.logger}: {self.message.strip()}"
        for pattern, name in VARIABLE_PARTS:
            text = pattern.sub(name, text)
        return text

    def __str__(self):
        return f"{self.level} {self.logger}: {self.message.rstrip()}"


def records(lines):
    """The records of log lines; a line without a head belongs to the record before it."""
    current = None
    for line in lines:
        line = line.rstrip("\n")
        match = LINE.match(line)
        if match:
            if current:
                yield current
            current = Record(match["level"], match["database"], match["logger"], match["message"])
        elif current:
            current.message += f"\n{line}"
    if current:
        yield current


def read(path):
    """The records of a log file."""
    path = Path(path)
    return (
        list(records(path.read_text(encoding="utf-8", errors="replace").splitlines()))
        if path.exists()
        else []
    )


def complaints(path):
    """The warnings and errors in a log file."""
    return [record for record in read(path) if record.is_complaint]


def new_complaints(path, *baselines):
    """The complaints of a log that none of the baseline logs has as well, each once."""
    known = {record.normalised() for baseline in baselines for record in complaints(baseline)}
    found = {}
    for record in complaints(path):
        if record.normalised() not in known:
            found.setdefault(record.normalised(), record)
    return list(found.values())


def excerpt(path, lines=60):
    """The last error of a log with its traceback, or the log's end."""
    errors = [record for record in read(path) if record.level in ("ERROR", "CRITICAL")]
    text = str(errors[-1]) if errors else Path(path).read_text(errors="replace")
    return "\n".join(text.splitlines()[-lines:])

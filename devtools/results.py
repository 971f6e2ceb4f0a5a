"""What became of the tests, over all stages of a run."""

from dataclasses import dataclass, field

from . import ui


@dataclass
class Failure:
    """A test, or a requirement of the whole run, that failed."""

    name: str
    details: str = ""


@dataclass
class Results:
    """Counts, durations and failures of one stage, or of all stages together."""

    passed: int = 0
    durations: dict = field(default_factory=dict)
    failures: list = field(default_factory=list)

    @property
    def failed(self):
        """How many tests and requirements failed."""
        return len(self.failures)

    def fail(self, name, details=""):
        """Note a failure."""
        self.failures.append(Failure(name, details.rstrip()))

    def add(self, other):
        """Take over the results of another stage."""
        self.passed += other.passed
        self.durations.update(other.durations)
        self.failures += other.failures

    def report(self, slowest=10):
        """Print failures, the slowest tests and, last, the counts; return the exit code."""
        if self.failures:
            ui.say(f"\n{'=' * 30} failures {'=' * 30}")
            for failure in self.failures:
                ui.say(f"\n{failure.name}")
                if failure.details:
                    ui.say("\n".join(f"    {line}" for line in failure.details.splitlines()))
        slow = sorted(self.durations.items(), key=lambda item: -item[1])[:slowest]
        slow = [(name, seconds) for name, seconds in slow if seconds >= 0.5]
        if slow:
            ui.say("\nSlowest tests:")
            for name, seconds in slow:
                ui.say(f"  {seconds:6.1f} s  {name}")
        if self.failures:
            ui.say("\nFailed:")
            for failure in self.failures:
                ui.say(f"  {failure.name}")
        if not self.passed and not self.failures:
            self.fail("no test ran")
            ui.say("\nNo test ran, and that does not count as a success.")
        ui.say(f"\n{self.passed} passed, {self.failed} failed")
        return 1 if self.failures else 0

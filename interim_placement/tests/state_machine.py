from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from psycopg2 import IntegrityError

from odoo.exceptions import UserError


class OdooMachine(RuleBasedStateMachine):
    """A state machine on the database of an Odoo test, which is as before when it ends."""

    test = None  # the Odoo test that runs the machine

    def __init__(self):
        super().__init__()
        self.savepoint = self.test.cr.savepoint(flush=True)

    def teardown(self):
        self.test.env.flush_all()
        self.savepoint.close(rollback=True)
        self.test.env.invalidate_all()

    def _try(self, action):
        """Do what somebody does; a refusal leaves everything as it was."""
        try:
            with self.test.cr.savepoint():
                action()
                self.test.env.flush_all()
        except (UserError, IntegrityError):
            self.test.env.invalidate_all()

    @classmethod
    def run_in(cls, test, examples, steps):
        """Run the machine in a test, the same way each time.

        :param int examples: how often it begins anew
        :param int steps: what happens each time
        """
        run_state_machine_as_test(
            type(cls.__name__, (cls,), {"test": test}),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                # Every step is a round through the ORM: shrinking would take many minutes.
                phases=[Phase.generate],
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

"""A daily job in processes of its own, on a database with many active placements."""

import subprocess
import time

from bench.active_placements import make_model_script, multiply
from devtools import paths

COUNT = 20_000
KILLS = 3
BATCH = 200
SCRIPT = """
import contextlib, datetime
from freezegun import freeze_time
day = datetime.datetime.now() + datetime.timedelta(days={days})
with freeze_time(day, tick=True) if {days} else contextlib.nullcontext():
    env["interim.placement"].{method}(batch_size={batch})
    env.cr.commit()
"""


def make_many_placements(server):
    """Fill a server's database, and note the placement that all others are copies of."""
    output = server.shell(make_model_script(COUNT))
    server.model = int(output.split("model=")[1].split()[0])
    multiply(server.query, server.model, 1, COUNT)


class DailyJob:
    """A job that is run, and killed, and of which SQL tells what it did.

    :param server: with a database that `make_many_placements` filled
    :param str method: of the placements
    :param int days: how long from today the job runs
    """

    def __init__(self, server, method, days=0):
        self.server = server
        self.script = SCRIPT.format(method=method, batch=BATCH, days=days)

    def count(self, statement):
        """Return the number that a statement gives; it may ask for the model."""
        parameters = {"model": self.server.model} if "%(model)s" in statement else None
        return self.server.query(statement, parameters)[0][0]

    def start(self):
        """Start the job in a process of its own."""
        process = subprocess.Popen(
            self.server.odoo.command(
                "shell", "-d", self.server.database, "--no-http", "--log-level", "warn"
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.server.odoo.environment(),
            cwd=paths.ROOT,
        )
        process.stdin.write(self.script)
        process.stdin.close()
        return process

    def run(self):
        """Run the job; it must not complain."""
        process = self.start()
        output = process.stdout.read()
        assert process.wait() == 0, output[-3000:]
        assert "Traceback" not in output, output[-3000:]

    def kill_in_the_middle(self, left, step):
        """Start the job and kill it, again and again, each time when some of the work is done.

        :param str left: statement that counts what is left to do
        :param int step: how much is done before each kill
        """
        before = self.count(left)
        for kill in range(KILLS):
            process = self.start()
            end = time.monotonic() + 120
            while self.count(left) > before - step:
                assert process.poll() is None, process.stdout.read()[-3000:]
                assert time.monotonic() < end, "The job gets nowhere"
                time.sleep(0.05)
            process.kill()
            process.wait()
            now = self.count(left)
            assert 0 < now < before, f"Kill {kill + 1} was not in the middle"
            before = now

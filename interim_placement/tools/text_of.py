"""Run the program that takes the text out of a file, and bound what it may take."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROGRAM = Path(__file__).with_name("text_extract.py")
MOST_SECONDS = 10.0
MOST_OUTPUT = 4 * 1024 * 1024


class FileText(NamedTuple):
    """The text of a file, or why there is none.

    :param text: empty when there is a problem
    :param kind: "pdf", "docx" or "text"; empty when there is a problem
    :param is_cut: whether the file has more text than is read
    :param problem: one of `text_extract.PROBLEMS`, or "time"; None = there is none
    """

    text: str = ""
    kind: str = ""
    is_cut: bool = False
    problem: str | None = None


def text_of(content, seconds=MOST_SECONDS):
    """Return the text of the content of a PDF, a DOCX or a text file.

    The file is read in a process of its own, without this one's environment, with limits on time
    and memory. Nothing is written to disk.

    :param bytes content: of the file
    :param float seconds: that it may take
    :return: FileText; this never raises for what is in the file
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the file comes by standard input
            [sys.executable, "-I", "-B", str(PROGRAM)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library may complain without end
            timeout=seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            close_fds=True,
        )
    except subprocess.TimeoutExpired:
        return FileText(problem="time")
    if done.returncode or len(done.stdout) > MOST_OUTPUT:
        return FileText(problem="limits")
    try:
        result = json.loads(done.stdout)
    except ValueError:
        return FileText(problem="limits")
    return FileText(**result)

"""What ./dev does, one module per concern.

Until the virtual environment stands, only the standard library may be imported: `cli`, `venv` and
what they need. Everything that a command makes lies under `.dev/`, which may be deleted at any time
(after `./dev stop`).
"""

"""The box: other people's code, run where it cannot harm.

A zygote has the libraries loaded and forks one disposable child a job. A child has no
file, no socket but the one to us, no process, little time and little memory.
`clusters.terminal.box.running.run` is how a program uses it; a job is a module in `jobs`.
"""

from __future__ import annotations

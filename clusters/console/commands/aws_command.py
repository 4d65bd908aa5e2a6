"""A call that was put together, as the AWS CLI would take it: ready to paste."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from clusters.console.commands.layout import laid_out


def command(action: str, **options: str | bool | Sequence[str]) -> str:
    """`aws ec2 get-console-output --instance-id i-0`, in lines when it is long.

    Options without a value are left out; one that is True stands alone.
    """
    parts = [f"aws {action}"]
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            parts.append(flag)
        elif value:
            words = [value] if isinstance(value, str) else value
            parts.append(" ".join([flag, *map(shlex.quote, words)]))
    return laid_out(parts)

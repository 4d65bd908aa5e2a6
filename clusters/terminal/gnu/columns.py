"""Names side by side, down and then across, as ls lays them out."""

from __future__ import annotations

GAP = 2


def columned(names: list[str], width: int) -> str:
    """The names in as few lines as fit."""
    for rows in range(1, len(names) + 1):
        columns = [names[at : at + rows] for at in range(0, len(names), rows)]
        widths = [max(len(name) for name in column) for column in columns]
        if rows == len(names) or sum(widths) + GAP * (len(widths) - 1) <= width:
            return _rows(columns, widths, rows)
    return ""


def _rows(columns: list[list[str]], widths: list[int], rows: int) -> str:
    lines = []
    for row in range(rows):
        cells = [
            column[row].ljust(width + GAP)
            for column, width in zip(columns, widths, strict=True)
            if row < len(column)
        ]
        lines.append("".join(cells).rstrip() + "\n")
    return "".join(lines)

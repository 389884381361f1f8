"""Two lists of figure rows side by side, and in words where they differ."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
KEY = ("figure", "part", "month", "by", "group", "category")
NUMBERS = ("value", "n", "population", "coverage")


def differences(oracle: Sequence[Row], pipeline: Sequence[Row]) -> list[str]:
    """One line per row that only one of them has, and per number or status that differs; empty when they agree."""
    ours, theirs = by_key(oracle), by_key(pipeline)
    found = [f"{_name(key)}: twice from the pipeline" for key in repeated(pipeline)]
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        if key not in theirs:
            found.append(f"{_name(key)}: missing from the pipeline; the oracle says {_said(ours[key])}")
        elif key not in ours:
            found.append(f"{_name(key)}: only from the pipeline, which says {_said(theirs[key])}")
        elif not same_row(ours[key], theirs[key]):
            found.append(f"{_name(key)}: the oracle says {_said(ours[key])}, the pipeline {_said(theirs[key])}")
    return found


def by_key(rows: Sequence[Row]) -> dict[tuple[Any, ...], Row]:
    """The rows by figure, part, month, breakdown, group and category."""
    return {tuple(row[name] for name in KEY): row for row in rows}


def repeated(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Keys that occur more than once."""
    keys = [tuple(row[name] for name in KEY) for row in rows]
    return sorted({key for key in keys if keys.count(key) > 1}, key=str) if len(set(keys)) < len(keys) else []


def same_row(one: Row, other: Row) -> bool:
    """Same status and numbers."""
    return one["status"] == other["status"] and all(same(one[name], other[name]) for name in NUMBERS)


def same(one: Any, other: Any) -> bool:
    """Equal; floats within a billionth of each other."""
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def unlike(oracle: Any, pipeline: Any, path: str = "") -> list[str]:
    """Where two nested JSON values differ, looking only at what the oracle has."""
    if isinstance(oracle, Mapping) and isinstance(pipeline, Mapping):
        return [line for name in oracle for line in unlike(oracle[name], pipeline.get(name), f"{path}.{name}")]
    if isinstance(oracle, list) and isinstance(pipeline, list) and len(oracle) == len(pipeline):
        pairs = enumerate(zip(oracle, pipeline, strict=True))
        return [line for place, (a, b) in pairs for line in unlike(a, b, f"{path}[{place}]")]
    return [] if same(oracle, pipeline) else [f"{path}: the oracle says {oracle!r}, the pipeline {pipeline!r}"]


def _name(key: tuple[Any, ...]) -> str:
    figure, part, month, by, group, category = key
    return " ".join(
        [
            f"{figure}.{part}" if part else figure,
            month,
            *([f"{by}={group}"] if by else []),
            *([f"[{category}]"] if category is not None else []),
        ]
    )


def _said(row: Row) -> str:
    return f"{row['value']!r} of n={row['n']} population={row['population']} coverage={row['coverage']} {row['status']}"

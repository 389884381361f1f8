"""Files that somebody has sent: laid where they can be read, and told of by the names they came with."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.contract import Fault

Upload = tuple[str, bytes]


def written(folder: Path, uploads: Sequence[Upload]) -> list[Path]:
    """The uploads as files under their own names; a name that occurs twice keeps both."""
    paths = []
    for place, (name, content) in enumerate(uploads):
        target = folder / str(place) / Path(name).name
        target.parent.mkdir(parents=True)
        target.write_bytes(content)
        paths.append(target)
    return paths


def named(faults: Sequence[Fault]) -> list[Fault]:
    """The faults with the file's own name instead of where it lay while it was checked."""
    return [_named(fault) for fault in faults]


def _named(fault: Fault) -> Fault:
    name = Path(fault.file).name
    return replace(fault, file=name, message=fault.message.replace(fault.file, name))

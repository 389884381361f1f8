"""python -m som_engine calculate CASE.yaml: the net result of a case, as a Danish table or as JSON."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from som_engine.case import read_case
from som_engine.errors import AddressError, FaultyInputError
from som_engine.knowledge import load_knowledge
from som_engine.net_result import net_result
from som_engine.result_text import as_json, as_table
from som_engine.success import observed_warnings, rate_used, read_observed

DONE, FAULTS, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 done, 1 faults in what was given, 2 wrong use."""
    options = _parser().parse_args(arguments)
    for path in (options.case, options.observed):
        if path is not None and not path.is_file():
            return _complain(f"{path}: filen findes ikke. Ret stien.", WRONG_USE)
    try:
        return _calculate(options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except FaultyInputError as error:
        return _complain(str(error), FAULTS)
    except AddressError as error:
        return _complain(f"--set: {error}", WRONG_USE)


def _calculate(options: argparse.Namespace) -> int:
    case = read_case(options.case, load_knowledge(options.knowledge or _own_knowledge(options.case)), options.set)
    observed = read_observed(options.observed, case) if options.observed else None
    rate = rate_used(case, observed, str(options.case))
    for warning in [*case.warnings, *observed_warnings(case, observed)]:
        _complain(f"Advarsel: {warning}", DONE)
    result = net_result(case, rate.used)
    if options.format == "json":
        print(json.dumps(as_json(result, rate), ensure_ascii=False, indent=2))
    else:
        print(as_table(result, rate))
    return DONE


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m som_engine", description="Regn på en SØM-sag.")
    commands = parser.add_subparsers(dest="command", required=True)
    calculate = commands.add_parser("calculate", help="nettoresultatet af en sag")
    calculate.add_argument("case", type=Path, metavar="CASE.yaml", help="sagen, i YAML eller JSON")
    calculate.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FELT=VÆRDI",
        help="brug en anden værdi, fx effect.success_rate=0.1 eller consequences.shelter_days.price.amount=1800",
    )
    calculate.add_argument("--observed", type=Path, metavar="FIL.json", help="uddata fra python -m pipelines observe")
    calculate.add_argument(
        "--knowledge",
        type=Path,
        metavar="MAPPE",
        help="egen mappe med priser og indeks (ellers knowledge ved siden af mappen cases, hvor sagen ligger)",
    )
    calculate.add_argument("--format", choices=("table", "json"), default="table", help="tabel (standard) eller JSON")
    return parser


def _own_knowledge(case: Path) -> Path | None:
    """The installation's own knowledge folder, for a case that lies in the installation's folder of cases."""
    folder = case.absolute().parent
    return folder.parent / "knowledge" if folder.name == "cases" else None


if __name__ == "__main__":
    sys.exit(main())

"""python -m som_engine calculate|sensitivity|simulate CASE.yaml: a SØM case, as a Danish table or as JSON."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from som_engine.case import Case, read_case
from som_engine.danish_parser import DanishParser
from som_engine.errors import AddressError, FaultyInputError
from som_engine.knowledge import load_knowledge
from som_engine.net_result import net_result
from som_engine.observed_inputs import read_observed_inputs, with_observed
from som_engine.result_text import as_json, as_table
from som_engine.sensitivity import sensitivity, sensitivity_json, sensitivity_text
from som_engine.success import ObservedRate, observed_warnings, rate_used, read_observed
from som_engine.uncertain_input import Calculation
from som_engine.uncertainty import DRAWS, SEED, simulate
from som_engine.uncertainty_text import simulation_json, simulation_text

DONE, FAULTS, WRONG_USE = 0, 1, 2
MOST_DRAWS = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 done, 1 faults in what was given, 2 wrong use."""
    options = _parser().parse_args(arguments)
    for path in (options.case, options.observed):
        if path is not None and not path.is_file():
            return _complain(f"{path}: filen findes ikke. Ret stien.", WRONG_USE)
    try:
        options.run(options)
        return DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except FaultyInputError as error:
        return _complain(str(error), FAULTS)
    except AddressError as error:
        return _complain(f"--set: {error}", WRONG_USE)


def _calculate(options: argparse.Namespace) -> None:
    calculation, _ = _read(options)
    result = net_result(calculation.case, calculation.rate.used)
    _print(options, lambda: as_json(result, calculation.rate), lambda: as_table(result, calculation.rate))


def _sensitivity(options: argparse.Namespace) -> None:
    calculation, recalculate = _read(options)
    found = sensitivity(calculation, recalculate, options.value, [_named(text) for text in options.scenario])
    _print(options, lambda: sensitivity_json(found), lambda: sensitivity_text(found))


def _simulate(options: argparse.Namespace) -> None:
    calculation, _ = _read(options)
    found = simulate(calculation, options.draws, options.seed)
    _print(options, lambda: simulation_json(found), lambda: simulation_text(found))


def _read(options: argparse.Namespace) -> tuple[Calculation, Callable[[Sequence[str]], Calculation]]:
    """The calculation asked for, its warnings told, and how to calculate it after more changes."""
    knowledge = load_knowledge(options.knowledge or _own_knowledge(options.case))

    def read(more: Sequence[str]) -> tuple[Case, ObservedRate | None]:
        case = read_case(options.case, knowledge, [*options.set, *more])
        if options.observed is None:
            return case, None
        observed = read_observed(options.observed, case)
        return with_observed(case, read_observed_inputs(options.observed)), observed

    def recalculate(more: Sequence[str]) -> Calculation:
        case, observed = read(more)
        own = any(change.split("=")[0].strip().startswith("effect.success_rate") for change in more)
        return Calculation(case, rate_used(case, None if own else observed, str(options.case)))

    case, observed = read(())
    rate = rate_used(case, observed, str(options.case))
    for warning in [*case.warnings, *observed_warnings(case, observed)]:
        _complain(f"Advarsel: {warning}", DONE)
    return Calculation(case, rate), recalculate


def _named(text: str) -> tuple[str, list[str]]:
    """A scenario as it is written: its name, a colon, and changes with semicolons between."""
    name, colon, changes = text.partition(":")
    if not colon or not name.strip():
        raise AddressError(f'"{text}" er intet scenarie. Skriv fx "Lav: effect.success_rate=0.1; timing.lag=0".')
    return name.strip(), [change.strip() for change in changes.split(";") if change.strip()]


def _print(options: argparse.Namespace, json_of: Callable[[], Any], table_of: Callable[[], str]) -> None:
    as_text = options.format == "table"
    print(table_of() if as_text else json.dumps(json_of(), ensure_ascii=False, indent=2))


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = DanishParser(prog="python -m som_engine", description="Regn på en SØM-sag.")
    commands = parser.add_subparsers(dest="command", required=True, title="kommandoer", metavar="KOMMANDO")
    _command(commands, "calculate", _calculate, "nettoresultatet af en sag")
    asked = _command(
        commands, "sensitivity", _sensitivity, "hvad resultatet er følsomt over for, og hvor det går i nul"
    )
    asked.add_argument(
        "--value", action="append", default=[], metavar="FELT=VÆRDI", help="regn også med denne værdi for sig"
    )
    asked.add_argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAVN: FELT=VÆRDI; ...",
        help='flere ændringer på én gang, fx "Lav: effect.success_rate=0.1; discount_rate=0.04"',
    )
    drawn = _command(commands, "simulate", _simulate, "tusindvis af beregninger med de usikre tal trukket tilfældigt")
    drawn.add_argument(
        "--draws", type=_draws, default=DRAWS, metavar="ANTAL", help=f"antal beregninger (standard {DRAWS})"
    )
    drawn.add_argument("--seed", type=_seed, default=SEED, metavar="TAL", help=f"frø til tilfældet (standard {SEED})")
    return parser


def _command(
    commands: "argparse._SubParsersAction[Any]", name: str, run: Callable[[argparse.Namespace], None], help_da: str
) -> argparse.ArgumentParser:
    """A command with what all of them take."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=help_da, description=help_da.capitalize() + ".")
    command.set_defaults(run=run)
    command.add_argument("case", type=Path, metavar="CASE.yaml", help="sagen, i YAML eller JSON")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FELT=VÆRDI",
        help="brug en anden værdi, fx effect.success_rate=0.1 eller consequences.shelter_days.price.amount=1800",
    )
    command.add_argument("--observed", type=Path, metavar="FIL.json", help="uddata fra python -m pipelines observe")
    command.add_argument(
        "--knowledge",
        type=Path,
        metavar="MAPPE",
        help="egen mappe med priser og indeks (ellers knowledge ved siden af mappen cases, hvor sagen ligger)",
    )
    command.add_argument("--format", choices=("table", "json"), default="table", help="tabel (standard) eller JSON")
    return command


def _draws(text: str) -> int:
    return _whole(text, 1, MOST_DRAWS)


def _seed(text: str) -> int:
    return _whole(text, 0, 2**32 - 1)


def _whole(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"Skriv et helt tal fra {least} til {most}.")
    return int(text)


def _own_knowledge(case: Path) -> Path | None:
    """The installation's own knowledge folder, for a case that lies in the installation's folder of cases."""
    folder = case.absolute().parent
    return folder.parent / "knowledge" if folder.name == "cases" else None


if __name__ == "__main__":
    sys.exit(main())

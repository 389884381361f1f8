"""The command of the reports: the monthly overview for every municipality, ready to mail."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from app.report.overview import write_overviews
from pipelines.__main__ import DONE, FAULTS, SAID, WRONG_USE
from pipelines.choices import with_stored_choices
from pipelines.figures import WrongUseError, month_before
from pipelines.settings import settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 something of the installation cannot be used, 2 wrong use."""
    given = _parser().parse_args(arguments)
    try:
        here = with_stored_choices(settings())
        written = write_overviews(here, given.month or month_before(here.today), given.out)
    except WrongUseError as error:
        return _say(error, WRONG_USE)
    except SAID as error:
        return _say(error, FAULTS)
    print("\n".join(map(str, written)) or "Der er ingen kommuner i datavarehuset.")
    return DONE


def _say(error: Exception, code: int) -> int:
    print(error, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.report", description="Rapporter som filer.")
    commands = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    help_da = "Skriv månedens overblik for hver kommune: Excel, PowerPoint, PDF og et brev med dem. Små tal er skjult."
    making = commands.add_parser("overview", help=help_da, description=help_da)
    making.add_argument("--month", type=_month_of, metavar="ÅÅÅÅ-MM", help="måneden (normalt den forrige)")
    making.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="hvor filerne skrives")
    return parser


def _month_of(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" er ikke en måned. Skriv fx 2025-03.') from None


if __name__ == "__main__":
    sys.exit(main())

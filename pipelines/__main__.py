"""The commands of the pipelines: into the store, upkeep of it, and out of the warehouse."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kpi_catalogue.figure import FigureError
from pipelines import (
    build,
    case_results,
    case_store,
    contract,
    course,
    erasing,
    figures,
    goal_file,
    import_load,
    loading,
    mapping,
    mart,
    month_template,
    moving,
    observe,
    protected,
    rerun,
    shared_figures,
    store,
    template,
    users,
    warehouse,
)
from pipelines.choices import with_stored_choices
from pipelines.settings import Settings, SettingsError, now, settings
from pipelines.strict_yaml import StrictYamlError
from som_engine.errors import FaultyInputError

DONE, FAULTS, WRONG_USE = 0, 1, 2
SAID: tuple[type[Exception], ...] = (
    SettingsError,
    StrictYamlError,
    FigureError,
    FaultyInputError,
    case_store.CaseConflictError,
    contract.ContractError,
    course.UnknownCourseError,
    erasing.ErasureError,
    mapping.MappingError,
    mart.MartError,
    month_template.NothingDueError,
    moving.MoveError,
    observe.ObserveError,
    shared_figures.SharedFileError,
    store.StoreError,
    users.UsersError,
    warehouse.WarehouseError,
)
"""What can be wrong with what was given, or with a file of the installation; each says in Danish where and what to do."""
Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 faults in what was given, 2 wrong use."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    given = _parser().parse_args(arguments)
    command: Command = given.run
    try:
        return command(given, with_stored_choices(settings()))
    except (figures.WrongUseError, figures.UnknownFigureError) as error:
        return _say(error, WRONG_USE)
    except BrokenPipeError:
        return _nobody_reads()
    except SAID as error:
        return _say(error, FAULTS)


def _nobody_reads() -> int:
    """Whoever read the answer has closed it, as `head` does: stop without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _say(error: Exception, code: int) -> int:
    print(error, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines", description="Fra registreringer til tal.")
    commands = parser.add_subparsers(title="kommandoer", required=True, metavar="KOMMANDO")
    _add_loading(commands)
    _add_upkeep(commands)
    _add_reading(commands)
    return parser


def _add_loading(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    checking = _command(commands, "check", _check, "Vis alle fejl i filer uden at gemme noget.")
    _paths(checking)
    _mapping_choice(checking)
    _format(checking, "text", "json")
    loading_ = _command(commands, "load", _load, "Tjek filer og gem dem, alt eller intet.")
    _paths(loading_)
    _mapping_choice(loading_)
    loading_.add_argument("--source", metavar="NAVN", help="hvor data kommer fra, fx fagsystemets navn")
    building = _command(commands, "build", _build, "Byg datavarehuset af registreringerne.")
    building.add_argument(
        "--from", dest="paths", nargs="+", type=Path, metavar="STI", help="byg af filer uden om lageret"
    )
    building.add_argument("--decimal", choices=("point", "comma"), help="hvad tegnet i fx 1.234 betyder")
    building.add_argument(
        "--later", action="store_true", help="beskyt først tallene til dem uden for teamet, når nogen ser dem"
    )
    describing = _command(commands, "mapping", _mapping, "Vis mappingerne, eller hvad en af dem gør.")
    describing.add_argument("name", nargs="?", metavar="NAVN", help="en mapping; uden navn vises dem alle")
    writing = _command(commands, "template", _template, "Skriv Excel-skabelonen til registrering.")
    writing.add_argument("file", type=Path, metavar="FIL.xlsx")
    writing.add_argument("--month", type=_month_of, metavar="ÅÅÅÅ-MM", help="med rækker til det, der mangler i måneden")
    writing.add_argument("--caseworker", metavar="BRUGERNAVN", help="hvis borgere måneden er for")


def _add_upkeep(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    adding = _command(commands, "users", _users, "Tilføj brugere og roller fra en YAML-fil; intet tages fra nogen.")
    adding.add_argument("file", type=Path, metavar="FIL.yaml")
    aiming = _command(commands, "goals", _goals, "Sæt mål og målhierarki fra en YAML-fil, alt eller intet.")
    aiming.add_argument("file", type=Path, metavar="FIL.yaml")
    moving_ = _command(
        commands, "move", _move, "Flyt hele lageret til en tom database, og kontrollér, at intet mangler."
    )
    moving_.add_argument("--to", required=True, metavar="URL", help="den nye databases adresse")
    erasing_ = _command(commands, "erase", _erase, "Slet alt om en borger, også historikken; det kan ikke fortrydes.")
    whom = erasing_.add_mutually_exclusive_group(required=True)
    whom.add_argument("citizen_id", nargs="?", metavar="BORGER")
    whom.add_argument("--due", action="store_true", help="alle, hvis frist (erase_after_months) er udløbet")
    erasing_.add_argument(
        "--reason", default="", metavar="GRUND", help="bliver stående i loggen; må ikke nævne borgeren"
    )


def _add_reading(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    counting = _command(commands, "figures", _figures, "Vis nøgletal.")
    _month(counting)
    counting.add_argument("--months", type=int, default=1, help="antal måneder til og med --month (normalt 1)")
    counting.add_argument("--figure", action="append", metavar="ID", help="kun dette nøgletal (kan gentages)")
    counting.add_argument("--by", choices=figures.BREAKDOWNS, help="fordel efter")
    counting.add_argument(
        "--where", action="append", default=[], metavar="KOLONNE=VÆRDI", help="kun disse (kan gentages)"
    )
    counting.add_argument(
        "--audience", choices=("outside", "team"), default="outside", help="outside beskytter små tal"
    )
    _format(counting, "table", "csv", "json")
    one_course = _command(commands, "course", _course, "Vis et forløbs dobbelte bundlinje.")
    one_course.add_argument("course_id", metavar="FORLØB")
    one_course.add_argument("--on", type=_day, metavar="ÅÅÅÅ-MM-DD", help="dagen, der ses på (normalt i dag)")
    _format(one_course, "text", "json")
    observing = _command(commands, "observe", _observe, "Vis den observerede succesrate til en SØM-beregning.")
    observing.add_argument("case", type=Path, metavar="CASE.yaml")
    _month(observing)
    _format(observing, "text", "json")
    sharing = _command(commands, "share", _share, "Skriv en kommunes beskyttede nøgletal som fil til andre kommuner.")
    sharing.add_argument("municipality", metavar="KOMMUNE", help="kommunens kode, fx 901")
    sharing.add_argument("file", type=Path, metavar="FIL.json")
    _month(sharing)
    rerunning = _command(commands, "rerun", _rerun, "Genberegn alle SØM-beregninger.")
    _month(rerunning)
    _format(rerunning, "text", "json")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, help_da: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_da, description=help_da)
    parser.set_defaults(run=run)
    return parser


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="STI", help="mappe med CSV-filer, CSV-fil eller Excel-fil"
    )
    parser.add_argument("--decimal", choices=("point", "comma"), help="hvad tegnet i fx 1.234 betyder")


def _mapping_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mapping", metavar="NAVN", help="læs et andet systems udtræk ved denne mapping")
    parser.add_argument(
        "--key", type=Path, metavar="FIL.csv", help="nøglefil fra deres id til jeres, hvis mappingen bruger en"
    )


def _format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0])


def _month(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", type=_month_of, metavar="ÅÅÅÅ-MM", help="måneden (normalt den forrige)")


def _month_of(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" er ikke en måned. Skriv fx 2025-03.') from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" er ikke en dag. Skriv fx 2025-03-31.') from None


def _check(given: argparse.Namespace, here: Settings) -> int:
    if given.mapping:
        return _check_extract(given, here)
    stored = store.stored_tables(here.store_url)
    checked = contract.check(given.paths, today=here.today, decimal=given.decimal, stored=stored)
    as_shown = contract.faults_as_json if given.format == "json" else contract.faults_as_text
    print(as_shown(checked.faults))
    return FAULTS if checked.faults else DONE


def _check_extract(given: argparse.Namespace, here: Settings) -> int:
    found = import_load.check_import(here, _extract(given, here))
    faults = found.checked.faults
    print(contract.faults_as_json(faults) if given.format == "json" else import_load.format_understood(found))
    return FAULTS if faults else DONE


def _extract(given: argparse.Namespace, here: Settings) -> import_load.Given:
    if given.decimal:
        raise figures.WrongUseError("--decimal kan ikke bruges med --mapping. Skriv decimal under form i mappingen.")
    return import_load.given_extract(here, given.paths, given.mapping, given.key)


def _load_extract(given: argparse.Namespace, here: Settings) -> int:
    if given.source:
        raise figures.WrongUseError("--source kan ikke bruges med --mapping. Kildens navn står i mappingen.")
    result = import_load.load_import(here, _extract(given, here), who=getpass.getuser(), at=datetime.now(UTC))
    print(import_load.format_import(result))
    return FAULTS if result.load.faults else DONE


def _mapping(given: argparse.Namespace, here: Settings) -> int:
    names = [given.name] if given.name else mapping.mapping_names(here.home)
    described = [mapping.describe(mapping.find_mapping(here.home, name)) for name in names]
    print("\n\n".join(described if given.name else [text.partition("\n")[0] for text in described]))
    return DONE


def _load(given: argparse.Namespace, here: Settings) -> int:
    if given.mapping:
        return _load_extract(given, here)
    result = loading.load(
        here.store_url,
        given.paths,
        today=here.today,
        who=getpass.getuser(),
        source=given.source or ", ".join(path.name for path in given.paths),
        decimal=given.decimal,
        at=now(),
    )
    print(loading.format_load(result))
    return FAULTS if result.faults else DONE


def _build(given: argparse.Namespace, here: Settings) -> int:
    if given.paths:
        checked = contract.check(given.paths, today=here.today, decimal=given.decimal)
        if checked.faults:
            print(contract.faults_as_text(checked.faults))
            return FAULTS
        built = build.build_from_files(here, checked, store.last_load(here.store_url))
    else:
        built = build.build_from_store(here)
    print(f"Datavarehuset er bygget: {built.name}")
    if not given.later:
        months = protected.protect_ahead(here)
        print(f"Tallene til dem uden for teamet er beskyttet: {months} {'måned' if months == 1 else 'måneder'}.")
    return DONE


def _template(given: argparse.Namespace, here: Settings) -> int:
    if (given.month is None) != (given.caseworker is None):
        raise figures.WrongUseError("Angiv både --month og --caseworker, eller ingen af dem for den tomme skabelon.")
    try:
        if given.month is None:
            template.write_template(given.file)
        else:
            month_template.write_month_file(here, given.file, given.month, given.caseworker, datetime.now(UTC))
    except OSError:
        raise figures.WrongUseError(
            f"{given.file} kan ikke skrives. Angiv en fil i en mappe, du må skrive i."
        ) from None
    print(f"Skabelonen er skrevet: {given.file}")
    return DONE


def _users(given: argparse.Namespace, here: Settings) -> int:
    print(users.add_from_file(here.store_url, given.file, who=getpass.getuser(), at=now()))
    return DONE


def _goals(given: argparse.Namespace, here: Settings) -> int:
    print(goal_file.load_goals(here, given.file, who=getpass.getuser(), at=now()))
    return DONE


def _erase(given: argparse.Namespace, here: Settings) -> int:
    who, at = getpass.getuser(), now()
    if given.due:
        print(erasing.erased_da(erasing.erase_due(here, who=who, at=at)))
        return DONE
    print(erasing.erased_da([erasing.erase(here, given.citizen_id, reason=given.reason, who=who, at=at)]))
    return DONE


def _move(given: argparse.Namespace, here: Settings) -> int:
    print(moving.moved_da(moving.move(here.store_url, given.to)))
    return DONE


def _figures(given: argparse.Namespace, here: Settings) -> int:
    rows = figures.figures(
        here,
        given.month or figures.month_before(here.today),
        given.months,
        given.figure,
        given.by,
        figures.parse_where(given.where),
        given.audience,
    )
    print(figures.SHOWN_AS[given.format](rows))
    return DONE


def _share(given: argparse.Namespace, here: Settings) -> int:
    text = shared_figures.share(here, given.municipality, given.month or figures.month_before(here.today))
    try:
        given.file.write_text(text, encoding="utf-8")
    except OSError:
        raise figures.WrongUseError(
            f"{given.file} kan ikke skrives. Angiv en fil i en mappe, du må skrive i."
        ) from None
    print(f"De beskyttede nøgletal er skrevet: {given.file}")
    return DONE


def _course(given: argparse.Namespace, here: Settings) -> int:
    with warehouse.open_warehouse(here.home) as connection:
        line = course.course_double_bottom_line(connection, given.course_id, given.on, here.today, here.choices)
    print(course.course_as_json(line) if given.format == "json" else course.course_as_text(line))
    return DONE


def _observe(given: argparse.Namespace, here: Settings) -> int:
    month = given.month or figures.month_before(here.today)
    with warehouse.open_warehouse(here.home) as connection:
        figures.within_spine(connection, month)
        observed = observe.observe_file(connection, given.case, month, here.home / "knowledge")
    print(observe.observe_as_json(observed) if given.format == "json" else observe.observe_as_text(observed))
    return DONE


def _rerun(given: argparse.Namespace, here: Settings) -> int:
    month = given.month or figures.month_before(here.today)
    with warehouse.open_warehouse(here.home) as connection:
        figures.within_spine(connection, month)
    results = rerun.rerun(here, month)
    case_results.store_results(here, results, getpass.getuser(), now())
    print(rerun.rerun_as_json(results) if given.format == "json" else rerun.rerun_as_text(results))
    return FAULTS if any(result.faults for result in results) else DONE


if __name__ == "__main__":
    sys.exit(main())

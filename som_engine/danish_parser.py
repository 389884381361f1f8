"""A command's help and its complaints in Danish: argparse has its own words in English only."""

import argparse
import re
from typing import Any, NoReturn

HEADINGS = {"usage: ": "brug: ", "positional arguments:": "felter:", "options:": "valg:"}
HELP_DA = "vis denne hjælp"
COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"Der mangler \1."),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: \2 findes ikke. Vælg en af \3."),
    (r"argument (.*?): invalid \w+ value: (.*)", r"\1: \2 kan ikke bruges her."),
    (r"argument (.*?): expected (?:one argument|at least one argument)", r"\1: Skriv en værdi efter."),
    (r"unrecognized arguments: (.*)", r"\1 findes ikke. Se --help."),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class DanishParser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Danish; commands added to it do too."""

    def __init__(self, **also: Any) -> None:
        super().__init__(add_help=False, **also)
        self.add_argument("-h", "--help", action="help", help=HELP_DA)

    def format_usage(self) -> str:
        """How to use it, on a line."""
        return _in_danish(super().format_usage())

    def format_help(self) -> str:
        """How to use it, in full."""
        return _in_danish(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and stop with exit code 2."""
        self.exit(2, f"{self.format_usage()}{complaint_da(message)}\n")


def _in_danish(text: str) -> str:
    for english, danish in HEADINGS.items():
        text = text.replace(english, danish)
    return text


def complaint_da(message: str) -> str:
    """What argparse complains of, in Danish."""
    for english, danish in COMPLAINTS:
        if re.fullmatch(english, message):
            return re.sub(english, danish, message)
    return message

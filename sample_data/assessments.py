"""The self-assessments and situation analyses that the invented municipality 901 is said to have made.

python -m sample_data.assessments puts those of the file beside this one into the store of the home; again, it changes nothing.
"""

import sys
from datetime import datetime
from pathlib import Path

from pipelines.assessments import Assessment, Given, assessments, keep
from pipelines.settings import Settings, now, settings
from pipelines.strict_yaml import read_strict_yaml

FILE = Path(__file__).with_suffix(".yaml")
WHO = "eksempeldata"


def load(here: Settings, at: datetime) -> int:
    """Keep those that are not there already; how many there were. Raises AssessmentError."""
    given = [Given(**one) for one in read_strict_yaml(FILE)]
    there = {_place(one) for kind in ("maturity", "situation") for one in assessments(here.store_url, kind)}
    new = [one for one in given if _place(one) not in there]
    for one in new:
        keep(here.store_url, one, today=here.today, who=WHO, at=at)
    return len(new)


def _place(one: Given | Assessment) -> tuple[object, ...]:
    return one.municipality, one.kind, one.made_on, one.respondents, one.stage


def main() -> None:
    """Keep them in the home of the environment."""
    sys.stdout.write(f"Selvevalueringer: {load(settings(), now())} nye, alle opdigtede.\n")


if __name__ == "__main__":
    main()

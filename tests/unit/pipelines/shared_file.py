"""A file of another municipality's figures as it may be, for tests to take in or to break."""

import json
from typing import Any

from kpi_catalogue.figure import catalogue
from pipelines.figure_definition import definition_of
from pipelines.settings import Choices
from pipelines.shared_figures import changed_on

MONTHS = ("2025-01", "2025-02")
SHOWN = {"figure": "occupation", "part": None, "month": "2025-02", "category": None, "value": 0.4, "n": 20,
         "coverage": 0.8, "status": "shown"}  # fmt: skip
FEW = SHOWN | {"month": "2025-01", "value": None, "n": None, "coverage": None, "status": "too_few"}


def document(**other: Any) -> dict[str, Any]:
    """8 of 20 known citizens of 902 in work or education in February; January is hidden."""
    figure = catalogue()["occupation"]
    defined = {"id": "occupation", "definition": definition_of(figure, Choices()),
               "changed_on": changed_on(figure).isoformat()}  # fmt: skip
    return {
        "format": "bundlinje-delte-noegletal", "version": 1, "municipality": "902", "made_on": "2025-03-10", "limit": 5,
        "months": list(MONTHS), "figures": [defined], "rows": [SHOWN, FEW],
    } | other  # fmt: skip


def shared_file(**other: Any) -> str:
    """The same as text."""
    return json.dumps(document(**other))

"""The examples in the headers of the figure files hold, on tables with the columns that the marts have."""

import pytest

from kpi_catalogue.examples import run_examples
from kpi_catalogue.figure import Figure, catalogue
from pipelines.mart import marts


@pytest.mark.parametrize("figure", catalogue().values(), ids=lambda figure: figure.id)
def test_examples_hold(figure: Figure) -> None:
    """Each example's rows, put through the figure's query and the measure, give what it says."""
    assert run_examples(figure, {mart.name: mart.types for mart in marts()}) == []

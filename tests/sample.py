"""The sample data as a built warehouse without a store, for tests that look at its courses."""

from datetime import date
from pathlib import Path

from pipelines.build import build_from_files
from pipelines.contract import check
from pipelines.settings import Choices, Settings
from sample_data.generate import main

TODAY = date(2026, 1, 15)


def built_sample(folder: Path) -> Settings:
    """An installation in the folder whose warehouse is built of the sample data."""
    main([str(folder / "csv")])
    here = Settings(folder, f"sqlite:///{folder / 'store.db'}", TODAY, Choices())
    checked = check([folder / "csv"], today=TODAY)
    if checked.faults:
        raise RuntimeError(checked.faults[0].message)
    build_from_files(here, checked)
    return here

"""SØM in words: kroner, when it is even, and what it rests on."""

from app.som_frames import balance_sentence, basis_lines, kroner
from tests.unit.som_engine.cases import HOUSING_FIRST, WORKED, result, worked


def test_kroner_are_whole_with_points() -> None:
    assert (kroner(-1_350_967.56), kroner(-0.2)) == ("-1.350.968", "0")


def test_when_it_is_even() -> None:
    assert balance_sentence(result(WORKED)) == "Regnestykket går i nul i 2031."
    assert "går ikke i nul inden for perioden" in balance_sentence(result(worked(), "effect.success_rate=0.1"))


def test_what_it_rests_on() -> None:
    """30 participants in four years; only a split that assumes equal use is warned of."""
    told = basis_lines(result(WORKED))
    assert told[0].startswith(
        "30 deltagere, konsekvenser i 4 år efter hver årgang, priser i 2025-niveau, diskonteret med 3,5 %"
    )
    assert "aldrig alene" in told[-1]
    assert len(told) == 2
    assert "lige meget" in basis_lines(result(HOUSING_FIRST))[1]

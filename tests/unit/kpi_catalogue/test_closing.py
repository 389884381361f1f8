"""Which places are closed beside a small one, on tables made by hand: what each kind of reasoning would give away."""

from collections.abc import Mapping

import pytest

from kpi_catalogue.closing import Closing
from kpi_catalogue.floors import Floor, floors
from kpi_catalogue.places import KNOWN, Numbers, Place, Sum, sums
from kpi_catalogue.ranges import Ranges

LIMIT = 5
N = KNOWN + "it"
TOP = Place(None, None, None)


def place(municipality: str | None, group: str | None = None) -> Place:
    return Place(municipality, group and "gender", group)


def table(numbers: Mapping[Place, int]) -> dict[Place, Numbers]:
    """How many are known in each place; closed for its own sake where they are few."""
    return {where: Numbers({N: n}, few=0 < n < LIMIT) for where, n in numbers.items()}


def everything(closing: Closing) -> Ranges:
    """What is left of the ranges when everything is closed."""
    return Ranges(closing.table.anew(), set(closing.numbers))


def by_gender(**groups: int) -> dict[Place, int]:
    return {TOP: sum(groups.values()), **{place(None, name): n for name, n in groups.items()}}


def test_groups_make_up_their_scope_and_municipalities_all() -> None:
    first, second = place("901"), place("902")
    assert sums([TOP, first, second, place("901", "male"), place(None, "male")]) == [
        Sum(TOP, (place(None, "male"),)),
        Sum(TOP, (first, second)),
        Sum(first, (place("901", "male"),)),
        Sum(place(None, "male"), (place("901", "male"),)),
    ]


@pytest.mark.parametrize(
    ("groups", "closed"),
    [
        ({"female": 18, "male": 9, "other": 3}, {"other", "male"}),
        ({"female": 18, "male": 9, "other": 0}, set()),
        ({"female": 18, "male": 9, "other": 3, "unknown": 2}, {"other", "unknown"}),
        ({"female": 18, "male": 9, "other": 1, "unknown": 1}, {"other", "unknown", "male"}),
    ],
)
def test_a_sum_gives_nobody_away(groups: dict[str, int], closed: set[str]) -> None:
    """The smallest other group is closed, when those that are few do not hide each other."""
    found = Closing(table(by_gender(**groups)), LIMIT).close([])
    assert {where.group for where in found} == closed


def test_a_total_is_closed_when_no_group_is_left_to_close() -> None:
    assert TOP in Closing(table(by_gender(female=3)), LIMIT).close([])


def test_an_amount_of_one_closed_place_is_not_given_away() -> None:
    """Two closed groups hide each other's number, but only one of them has any nights."""
    nights = {"a": (3, 31), "b": (4, 0), "c": (23, 29)}
    numbers = {TOP: Numbers({N: 30}, {"nights": 60})}
    numbers |= {
        place(None, name): Numbers({N: n}, {"nights": sum_}, few=n < LIMIT) for name, (n, sum_) in nights.items()
    }
    assert place(None, "c") in Closing(numbers, LIMIT).close([])


def test_a_count_of_two_closed_places_is_not_given_away() -> None:
    """Plenty known in each, but one yes in a and one in b: their sum of 2 could be nothing else."""
    counts = {"a": (20, 1), "b": (20, 1), "c": (20, 6)}
    numbers = {TOP: Numbers({N: 60, "yes": 8})}
    numbers |= {place(None, name): Numbers({N: n, "yes": yes}, few=yes < LIMIT) for name, (n, yes) in counts.items()}
    assert place(None, "c") in Closing(numbers, LIMIT).close([])


def two_municipalities(**cells: tuple[int, int]) -> dict[Place, int]:
    """Groups in 901 and 902, with all totals."""
    found = {TOP: sum(map(sum, cells.values()))}
    for name, (first, second) in cells.items():
        found |= {place("901", name): first, place("902", name): second, place(None, name): first + second}
    found |= {place("901"): sum(one for one, _ in cells.values()), place("902"): sum(one for _, one in cells.values())}
    return found


def test_ranges_of_several_sums_together_give_nobody_away() -> None:
    """Two municipalities of few; the groups of each are at least one, and the shown totals would leave only one way."""
    numbers = table(two_municipalities(female=(0, 1), other=(4, 2), unknown=(0, 1), male=(9, 40)))
    closing = Closing(numbers, LIMIT)
    ranges = Ranges(closing.table, closing.close([]))
    few = ranges.secret & ranges.few & ranges.known
    assert (ranges.low < ranges.high)[few].all()
    assert ranges.only(everything(closing)) == []


def test_whole_numbers_of_several_sums_give_nobody_away() -> None:
    """901 and 902 are 6 together and ICM at least 5 of them, so ACT in 902 would be 1: no single sum tells it."""
    cells = {("901", None): 4, ("902", None): 2, ("903", None): 45, (None, "ICM"): 5, (None, "ACT"): 22, (None, "CTI"): 24,
             ("901", "ICM"): 4, ("902", "ICM"): 1, ("902", "ACT"): 1, ("903", "CTI"): 24, ("903", "ACT"): 21}  # fmt: skip
    numbers = table({TOP: 51, **{place(*where): n for where, n in cells.items()}})
    hidden = {where for where, one in numbers.items() if one.few}
    hidden |= {place("903", "CTI"), place("903", "ACT"), *(place(None, name) for name in ("ICM", "ACT", "CTI"))}
    closing = Closing(numbers, LIMIT)
    assert Ranges(closing.table, hidden).only(everything(closing)) != []
    closed = closing.close(hidden)
    assert closed > hidden
    assert Ranges(closing.table, closed).only(everything(closing)) == []


def test_numbers_that_nothing_can_hide_do_not_close_everything() -> None:
    """Four people, somebody in each of four groups: the statuses tell that; the neighbours need not close for it."""
    cells = {("901", None): 4, ("902", None): 30, ("903", None): 20}
    cells |= {("901", name): 1 for name in "abcd"} | {("902", "a"): 30, ("903", "b"): 20}
    cells |= {(None, "a"): 31, (None, "b"): 21, (None, "c"): 1, (None, "d"): 1}
    closed = Closing(table({TOP: 54, **{place(*where): n for where, n in cells.items()}}), LIMIT).close([])
    assert TOP not in closed


def test_a_number_that_is_never_above_another_does_not_give_it_away() -> None:
    """As many courses as citizens in all, so in every group: what is closed for one is closed for both."""
    lower, upper = KNOWN + "citizens", KNOWN + "courses"
    numbers = {
        where: Numbers({lower: n, upper: n}, few=0 < n < LIMIT) for where, n in by_gender(a=12, b=9, c=3).items()
    }
    closing = Closing(numbers, LIMIT, rising=[(lower, upper)])
    ranges = Ranges(closing.table, {place(None, "b"), place(None, "c")})
    assert ranges.only(everything(closing)) == []


def test_nobody_known_beyond_a_population_that_is_shown() -> None:
    """Five in b, of five in the population: with 9 in both, a can only be 4."""
    numbers = {TOP: Numbers({N: 29}, population=35), place(None, "a"): Numbers({N: 4}, few=True, population=10),
               place(None, "b"): Numbers({N: 5}, population=5), place(None, "c"): Numbers({N: 20}, population=20)}  # fmt: skip
    assert Closing(numbers, LIMIT, unseen=set()).close([place(None, "b")]) >= {place(None, "c")}
    free = {where: Numbers(one.counts, few=one.few, population=one.population + 9) for where, one in numbers.items()}
    assert place(None, "c") not in Closing(free, LIMIT, unseen=set()).close([place(None, "b")])


def test_a_closed_total_is_not_told_by_the_open_groups() -> None:
    """All eight yes are in the open groups b and c, and nobody in the closed a: their sum would tell the closed total."""
    numbers = {TOP: Numbers({N: 60, "yes": 8}), place(None, "a"): Numbers({N: 20, "yes": 0}),
               place(None, "b"): Numbers({N: 20, "yes": 2}), place(None, "c"): Numbers({N: 20, "yes": 6})}  # fmt: skip
    assert Closing(numbers, LIMIT).close([TOP, place(None, "a")]) == {TOP, place(None, "a"), place(None, "b")}
    assert Closing(numbers, LIMIT).close([TOP, place(None, "b")]) == {TOP, place(None, "b")}


FIVE_AND_SIX = {
    Place("901", None, None): 11,
    Place("901", "gender", "female"): 1,
    Place("901", "gender", "male"): 10,
    Place("901", "target_group", "a"): 5,
    Place("901", "target_group", "b"): 6,
}


def test_a_floor_is_what_a_figure_that_knows_nobody_of_a_group_of_one_may_tell() -> None:
    """Ten are known at least, five of either target group: if the only woman is not among them, they are ten men."""
    total, woman = Place("901", None, None), Place("901", "gender", "female")
    assert floors(FIVE_AND_SIX, sums(FIVE_AND_SIX), LIMIT) == [Floor(total, (woman,), 10)]
    seven = FIVE_AND_SIX | {Place("901", "target_group", "b"): 7, total: 12}
    assert floors(seven, sums(seven), LIMIT) == []


def test_a_group_of_one_in_a_population_of_many_figures_is_not_given_away() -> None:
    """Eleven in all and ten at least without the only woman, by the floor above: the eleven are closed, too."""
    numbers = {where: Numbers({N: n}, few=n < LIMIT) for where, n in FIVE_AND_SIX.items()}
    hidden = [where for where in numbers if where.by == "gender"]
    assert Place("901", None, None) not in Closing(numbers, LIMIT).close(hidden)
    closed = Closing(numbers, LIMIT, many_figures=True).close(hidden)
    assert Place("901", None, None) in closed

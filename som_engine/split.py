"""The result split further: the municipality's share on its committees, and the gain on whom it is about."""

from som_engine.net_result import NetResult

NOT_SPLIT_DA = "Ikke fordelt"


def by_committee(result: NetResult) -> dict[str, float]:
    """The municipality's discounted net result by committee; what no key covers is named so, and they sum to its whole."""
    sums: dict[str, float] = {}
    for line in result.lines:
        if line.payer == "municipality" and line.discounted:
            area = "costs" if line.kind == "cost" else str(line.main_area)
            for committee, share in result.case.committees.get(area, {NOT_SPLIT_DA: 1.0}).items():
                sums[committee] = sums.get(committee, 0.0) + share * line.discounted
    return sums


def by_person(result: NetResult) -> dict[str, float]:
    """Discounted gain over all payers by whom the consequence is about: the citizen, a child, a parent ..."""
    persons = {consequence.id: consequence.person for consequence in result.case.consequences}
    sums: dict[str, float] = {}
    for line in result.gains:
        person = persons[line.what]
        sums[person] = sums.get(person, 0.0) + line.discounted
    return sums

"""Danish words for the codes, read from the contracts so that screens, template and faults say the same."""

from functools import cache

from app.rights import ROLES_DA
from pipelines.contract import Fault, contracts
from pipelines.course_life import CourseChoice
from pipelines.course_reading import CourseHead


@cache
def codes(table: str, column: str) -> dict[str, str]:
    """The codes of a column with their Danish labels."""
    return contracts()[table].columns[column].codes


METHOD_DA = codes("courses", "method")
END_REASON_DA = codes("courses", "end_reason")
HOUSING_DA = codes("monthly_status", "housing")
GENDER_DA = codes("citizens", "gender") | {"unknown": "ukendt"}
TARGET_GROUP_DA = codes("citizens", "target_group")
GROUPS_DA = {"method": METHOD_DA, "gender": GENDER_DA, "target_group": TARGET_GROUP_DA}
AGE_GROUPS = ["0-17", "18-24", "25-30", "31-49", "50-64", "65+", "unknown"]
BREAKDOWN_DA = {
    "municipality": "kommune",
    "team": "team",
    "method": "metode",
    "caseworker": "medarbejder",
    "age_group": "aldersgruppe",
    "gender": "køn",
    "target_group": "målgruppe",
}


def roles_da(roles: str) -> str:
    """The roles of a line in the access log, caseworker+auditor, in Danish."""
    words: dict[str, str] = dict(ROLES_DA.items())
    return ", ".join(words.get(role, role) for role in roles.split("+"))


def group_da(by: str | None, group: str | None) -> str:
    """A group of a breakdown in Danish."""
    if group is None:
        return "i alt"
    return GROUPS_DA.get(by or "", {}).get(group, "ukendt" if group == "unknown" else group)


def course_da(course: CourseChoice) -> str:
    """A course as one line to choose: citizen, method, and when."""
    when = f"siden {course.started_on:%d-%m-%Y}" if course.started_on else "i kontaktfase"
    if course.ended_on:
        when = f"{course.started_on or course.contact_on:%d-%m-%Y} til {course.ended_on:%d-%m-%Y}"
    return f"{course.citizen_id} · {METHOD_DA[course.method]} {when}"


def head_da(head: CourseHead) -> str:
    """The heading of a course's page."""
    if head.started_on is None and head.ended_on:
        return f"{head.citizen_id}: {METHOD_DA[head.method]}, sluttede i kontaktfasen {head.ended_on:%d-%m-%Y}"
    started = f"startet {head.started_on:%d-%m-%Y}" if head.started_on else "i kontaktfase"
    ended = f", afsluttet {head.ended_on:%d-%m-%Y}" if head.ended_on else ""
    return f"{head.citizen_id}: {METHOD_DA[head.method]}, {started}{ended}"


def fault_da(fault: Fault) -> str:
    """A fault as a form says it: the field instead of the file and row."""
    columns = (contract.columns.get(fault.column or "") for contract in contracts().values())
    label = next((column.label_da for column in columns if column), "")
    problem = fault.message.partition(": ")[2]
    return f"{label}: {problem}" if label else problem

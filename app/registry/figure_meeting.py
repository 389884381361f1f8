"""Team meetings about key figures: what was noted and decided. The team reads, the project lead writes; no citizen is in it."""

from datetime import date

from app.registry import door, meeting
from app.rights import NotAllowedError, Visit, require
from kpi_catalogue.figure import catalogue
from pipelines import figure_notes as kept
from pipelines.figure_notes import FigureNote, Written
from pipelines.meetings import Meeting
from pipelines.settings import now

PLACE = "Møde om nøgletal"


def notes(visit: Visit, of_team: meeting.Team | None = None) -> list[FigureNote]:
    """What the meetings of the user's teams (or of one of them) wrote down, open decisions first."""
    held = [one for one in meeting.meetings(visit) if of_team in (None, (one.municipality, one.team))]
    return kept.figure_notes(visit.here.store_url, {one.meeting_id for one in held})


def write_down(visit: Visit, meeting_id: int, written: Written) -> int:
    """Keep a note or a decision; its number. Raises MeetingError for what cannot be kept, NotAllowedError out of reach."""
    require(visit, "project_lead")
    held = _meeting(visit, meeting_id)
    if written.figure is not None and written.figure not in catalogue():
        raise NotAllowedError("Nøgletallet findes ikke. Vælg et på listen.")
    number = kept.write_down(visit.here.store_url, held, written, who=visit.user.name, at=now())
    door.note(visit, "changed", [None], PLACE)
    return number


def became(visit: Visit, meeting_id: int, note_id: int, event: str, moved_to: date | None = None) -> None:
    """Note at a meeting that a decision was seen again, is done, reopened, or moved to another day."""
    require(visit, "project_lead")
    held = _meeting(visit, meeting_id)
    found = [one for one in notes(visit) if one.note_id == note_id]
    if not found or event not in ("seen", "done", "reopened", "moved"):
        raise NotAllowedError("Beslutningen findes ikke, eller du har ikke ret til den.")
    kept.became(visit.here.store_url, found[0], event, held=held, moved_to=moved_to, who=visit.user.name, at=now())
    door.note(visit, "changed", [None], PLACE)


def _meeting(visit: Visit, meeting_id: int) -> Meeting:
    for one in meeting.meetings(visit):
        if one.meeting_id == meeting_id:
            return one
    raise NotAllowedError("Mødet findes ikke, eller det er ikke dit teams.")

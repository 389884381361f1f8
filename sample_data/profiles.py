"""The five invented municipalities: sizes and target groups like those of the 2019-21 project, all else made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Team:
    """A team and its caseworkers (user names, not people)."""

    name: str
    caseworkers: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What shapes a municipality's citizens; shares are 0-1, ages are (from, to, weight) at referral."""

    municipality: str
    size: int
    teams: tuple[Team, ...]
    ages: tuple[tuple[int, int, float], ...]
    male: float
    at_risk: float
    methods: dict[str, float]
    ors: float
    srs: bool
    tils: float
    basis: str
    rolling: float
    unregistered: frozenset[str] = frozenset()
    small_team: Team | None = None


SMALL_TEAM_EVERY = 17


def _workers(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"sagsbehandler-{number:02}" for number in range(first, last + 1))


PROFILES = (
    Profile(
        municipality="901",
        size=52,
        teams=(Team("Team Nord", _workers(1, 3)), Team("Team Syd", _workers(4, 5))),
        ages=((18, 30, 0.72), (31, 49, 0.16), (50, 67, 0.12)),
        male=0.7,
        at_risk=0.45,
        methods={"CTI": 0.6, "ICM": 0.36, "ACT": 0.04},
        ors=0.25,
        srs=False,
        tils=0.4,
        basis="average",
        rolling=0.2,
        small_team=Team("Opsøgende team", _workers(6, 6)),
    ),
    Profile(
        municipality="902",
        size=45,
        teams=(Team("Ungeteam A", _workers(7, 8)), Team("Ungeteam B", _workers(9, 10))),
        ages=((16, 17, 0.15), (18, 24, 0.85)),
        male=0.55,
        at_risk=0.6,
        methods={"CTI": 0.55, "ICM": 0.45},
        ors=0.6,
        srs=True,
        tils=0.6,
        basis="individual",
        rolling=0.35,
    ),
    Profile(
        municipality="903",
        size=11,
        teams=(Team("Bostøtteteamet", _workers(11, 12)),),
        ages=((30, 60, 1.0),),
        male=0.6,
        at_risk=0.2,
        methods={"ICM": 1.0},
        ors=0.2,
        srs=False,
        tils=0.0,
        basis="experience",
        rolling=0.5,
        unregistered=frozenset({"finances"}),
    ),
    Profile(
        municipality="904",
        size=19,
        teams=(Team("Unge og bolig", _workers(13, 14)),),
        ages=((16, 17, 0.1), (18, 24, 0.5), (25, 30, 0.4)),
        male=0.6,
        at_risk=0.5,
        methods={"CTI": 0.6, "ICM": 0.4},
        ors=0.3,
        srs=False,
        tils=0.4,
        basis="individual",
        rolling=0.2,
    ),
    Profile(
        municipality="905",
        size=38,
        teams=(Team("Team Øst", _workers(15, 16)), Team("Team Vest", _workers(17, 18))),
        ages=((17, 17, 0.06), (18, 24, 0.56), (25, 29, 0.38)),
        male=0.65,
        at_risk=0.5,
        methods={"CTI": 0.65, "ICM": 0.35},
        ors=0.2,
        srs=False,
        tils=0.3,
        basis="experience",
        rolling=0.1,
        unregistered=frozenset({"substance_problem"}),
    ),
)


def team_of(profile: Profile, number: int) -> Team:
    """The team of the municipality's citizen with this number; every 17th is in the small one where there is one."""
    if profile.small_team and number % SMALL_TEAM_EVERY == 0:
        return profile.small_team
    return profile.teams[number % len(profile.teams)]


def caseworker_of(profile: Profile, number: int, turn: int = 0) -> str:
    """The caseworker of the citizen's course; another turn gives the next colleague in the team."""
    workers = team_of(profile, number).caseworkers
    return workers[(number // len(profile.teams) + turn) % len(workers)]

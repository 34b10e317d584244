"""PURE. What a manager asks My team for, as its address says it and as pages and files state it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol, get_args

from learning.home.matrix import Show, SortBy, Window

TeamChoice = int | Literal["own"] | None
"""One team by its number, those that the viewer manages without a team between, or None for all."""

WITHIN_DAYS = (30, 60, 90)
SHOWN: Mapping[Show, str] = {
    "everyone": "Everyone",
    "overdue": "People with something overdue",
    "unfinished": "People with something to do",
}
OWN_TEAMS = "Only teams managed directly"


class NamedTeam(Protocol):
    """A team by its number."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """Its name."""


@dataclass(frozen=True, slots=True)
class TeamFilters:
    """Which rows, which columns, in which order. `within_days` asks for what is due or runs out in so many days."""

    team: TeamChoice = None
    show: Show = "everyone"
    within_days: int | None = None
    level: str = ""
    sort: SortBy = "overdue"

    @property
    def asks_for_everybody(self) -> bool:
        """Whether all people of the chosen teams are shown, so also those who are away."""
        return self.show == "everyone" and self.within_days is None

    def window(self, today: date) -> Window | None:
        """The days that are asked about, None where none are."""
        return None if self.within_days is None else Window(today, today + timedelta(days=self.within_days))

    def without_level(self) -> TeamFilters:
        """The same for all courses."""
        return replace(self, level="")

    def for_teams(self) -> TeamFilters:
        """What of it chooses teams and their order."""
        return TeamFilters(team=self.team, sort=self.sort)

    def in_address(self) -> dict[str, str | int | None]:
        """The arguments of an address; what asks for nothing is None, which is left out."""
        return {
            "team": self.team,
            "show": self.show,
            "within": self.within_days,
            "level": self.level or None,
            "sort": self.sort,
        }

    def words(self, teams: Iterable[NamedTeam], level_words: Mapping[str, str], today: date) -> tuple[str, ...]:
        """What is shown, in words that a file states; the order of rows is seen."""
        names = [team.name for team in teams if team.id == self.team] + [OWN_TEAMS] * (self.team == "own")
        window = self.window(today)
        said = (
            *names,
            SHOWN[self.show] if self.show != "everyone" else "",
            f"Due or running out by {window.until_on.isoformat()}" if window else "",
            f"Courses {level_words[self.level].lower()}" if self.level else "",
        )
        return tuple(one for one in said if one) or ("All my teams",)


def filters_from(arguments: Mapping[str, str], *, levels: Iterable[str]) -> TeamFilters:
    """What the arguments of an address ask for; unknown words mean the default, as when the filter was never used."""
    show, sort, level = arguments.get("show", ""), arguments.get("sort", ""), arguments.get("level", "")
    within = arguments.get("within", "")
    return TeamFilters(
        _team_from(arguments.get("team", "")),
        show if show in get_args(Show) else "everyone",  # type: ignore[arg-type]
        int(within) if within in map(str, WITHIN_DAYS) else None,
        level if level in levels else "",
        sort if sort in get_args(SortBy) else "overdue",  # type: ignore[arg-type]
    )


def _team_from(words: str) -> TeamChoice:
    if words == "own":
        return "own"
    try:
        return int(words)
    except ValueError:
        return None

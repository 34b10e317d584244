"""People, teams and an import as files for spreadsheets: the same rows as on their pages, with the same filters."""

from __future__ import annotations

import io

from learning.people.models import Team
from learning.people.roles import Role
from tests.makers import make_manager, make_person, make_team, put_in_team
from tests.web.table_files import about, lines_of


def test_the_files_hold_the_rows_of_the_pages_under_the_same_filters(app, sign_in, visitor) -> None:
    with app.app_context():
        make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,), job_role="Systems")
        spiteful, manager = make_person("=cmd|' /C calc'!A0", email="spite@example.org"), make_person("Mona Field")
        department = make_team("Children's services")
        team: Team = make_team("Duty team", parent=department)
        put_in_team(spiteful, team)
        make_manager(manager, team)
        team_id, person_id = team.id, spiteful.id
    boss = sign_in("selby.thirsk@example.org")
    people = lines_of(boss, "/admin/people.csv")
    assert [line[0] for line in people] == ["'=cmd|' /C calc'!A0", "Mona Field", "Selby Thirsk"]
    assert people[2][1:] == ["selby.thirsk@example.org", "", "Systems", "", "", "administrator", "In use"]
    assert [line[5] for line in lines_of(boss, "/admin/people.csv?search=mona")] == ["Duty team"]
    assert lines_of(boss, "/admin/people.csv?search=%00") == []
    assert about(boss, "/admin/people.xlsx?search=mona")["Shown"] == "With “mona”"
    assert lines_of(boss, "/admin/teams.csv") == [
        ["Children's services", "", "", "0"],
        ["Duty team", "Children's services", "Mona Field", "1"],
    ]
    in_team = [line[:2] for line in lines_of(boss, f"/admin/teams/{team_id}.csv")]
    assert in_team == [["Mona Field", "Manager"], ["'=cmd|' /C calc'!A0", "In the team"]]
    assert lines_of(boss, f"/admin/teams/{team_id}.csv?on=1999-01-01") == []
    assert boss.raw("GET", f"/admin/teams/{team_id}.csv?on=never").status_code == 422
    assert [line[0] for line in lines_of(boss, f"/admin/people/{person_id}/places.csv")][:1] == ["In the team"]
    token = boss.get("/admin/people/import").form("/admin/people/import").values["csrf_token"][0]
    file = b"email,name\nselby.thirsk@example.org,Selby Moor\na@example.org,Ann Ash\n"
    boss.raw("POST", "/admin/people/import", data={"csrf_token": token, "file": (io.BytesIO(file), "people.csv")})
    assert lines_of(boss, "/admin/people/import/look.csv?kind=new") == [
        ["Ann Ash", "a@example.org", "3", "New", "New account"]
    ]
    assert len(lines_of(boss, "/admin/people/import/look.csv")) == 2
    visitor.get("/sign-in").submit({"name": "selby.thirsk@example.org", "password": "a slip"}, form="/sign-in")
    [last, *_] = lines_of(boss, "/admin/log.csv")
    assert last == ["Selby Thirsk", "2026-11-24 12:00", "Could not sign in", "127.0.0.1"]
    assert about(boss, "/admin/log.xlsx?part=accounts")["Shown"] == "Accounts and teams"

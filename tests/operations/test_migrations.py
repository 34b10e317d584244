"""Migrations keep every row, and one that fails leaves tables, rows and the version as they were. On both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util.exc import CommandError
from flask import Flask, current_app
from sqlalchemy import inspect, text

from learning.db import Model, db
from tests.organisation import make_organisation

REVISION = '''"""one more step."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = depends_on = None


def upgrade():
{steps}


def downgrade():
    op.drop_column("team", "colour")
'''
NEW_COLUMN = '    op.add_column("team", sa.Column("colour", sa.String(20)))'
REBUILD = """    # SQLite copies a table to change it; PostgreSQL changes it in place
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("{table}", recreate=recreate) as table:
        table.alter_column("{column}", server_default="x")
        table.alter_column("{column}", server_default=None)"""
TRIGGERS = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}
CHANGE_AND_FAIL = [
    NEW_COLUMN,
    "    op.execute(\"UPDATE person SET name = 'gone'\")",
    '    op.execute("INSERT INTO no_such_table VALUES (1)")',
]


@pytest.fixture
def filled(app: Flask) -> Flask:
    """The application with some rows in every table."""
    make_organisation(app)
    return app


def with_revision(folder: Path, steps: list[str]) -> Config:
    """The migrations with one more after the newest."""
    config = current_app.extensions["migrate"].migrate.get_config()
    own = Path(config.get_main_option("script_location")) / "versions"
    newest = sorted(path.stem[:4] for path in own.glob("[0-9]*.py"))[-1]
    (folder / "9999_one_more_step.py").write_text(REVISION.format(before=newest, steps="\n".join(steps)), "utf-8")
    config.set_main_option("version_locations", f"{own} {folder}")
    config.set_main_option("path_separator", "space")
    return config


def everything() -> dict[str, list[tuple]]:
    """Every row of every table, the version among them."""
    with db.engine.connect() as connection:
        tables = [*Model.metadata.tables, "alembic_version"]
        return {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}


def columns() -> dict[str, list[str]]:
    """The columns of every table."""
    inspector = inspect(db.engine)
    return {name: [column["name"] for column in inspector.get_columns(name)] for name in Model.metadata.tables}


def test_the_migrations_make_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_every_table_that_never_changes_is_guarded_by_the_database(app: Flask) -> None:
    guarded = {mapper.class_.__tablename__ for mapper in Model.registry.mappers if mapper.class_.__append_only__}
    with app.app_context(), db.engine.connect() as connection:
        assert set(connection.scalars(text(TRIGGERS[connection.dialect.name]))) == guarded


@pytest.mark.parametrize(("table", "column"), [("person", "name"), ("course", "slug"), ("team", "name")])
def test_rebuilding_a_table_that_others_point_to_keeps_every_row(
    filled: Flask, tmp_path: Path, table: str, column: str
) -> None:
    with filled.app_context():
        config = with_revision(tmp_path, [REBUILD.format(table=table, column=column), NEW_COLUMN])
        before = everything()
        command.upgrade(config, "9999")
        assert "colour" in columns()["team"]
        command.downgrade(config, "-1")
        assert everything() == before


def test_a_migration_that_fails_half_way_leaves_no_trace(filled: Flask, tmp_path: Path) -> None:
    with filled.app_context():
        config = with_revision(tmp_path, CHANGE_AND_FAIL)
        before = everything(), columns()
        with pytest.raises(CommandError, match="no_such_table"):
            command.upgrade(config, "9999")
        assert (everything(), columns()) == before


def test_going_back_to_the_beginning_and_forward_again_gives_the_same_tables(filled: Flask) -> None:
    with filled.app_context():
        before = columns()
        config = current_app.extensions["migrate"].migrate.get_config()
        command.downgrade(config, "base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        command.upgrade(config, "head")
        assert columns() == before

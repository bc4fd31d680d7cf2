"""One workspace with its own embedded server for the whole run; each test in a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, TransactionTestCase

from habeas.accounts.models import User
from habeas.console import schema
from habeas.engine import embedded, settings_link
from habeas.engine.workspace import Workspace
from habeas.index.memory import MEMORY
from tests import build


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace of its own for this run."""
    made = Workspace.create(tmp_path_factory.mktemp("register") / "ws")
    settings.WORKSPACE = made.path
    yield made
    embedded.stop(made)


@pytest.fixture(scope="session")
def django_db_setup(workspace: Workspace, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Migrate as the owner, work as the application: the same two roles as in real life."""
    server = embedded.start(workspace)
    for alias, role in (("default", "app"), ("owner", "owner")):
        connections[alias].settings_dict.update(settings_link.django_entry(server, role))
    with django_db_blocker.unblock():
        schema.prepare()
        yield
        connections.close_all()


def _empty_as_owner(self: TransactionTestCase) -> None:
    """After a test that commits: the application may not TRUNCATE the ledger, so the owner does."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'django_migrations' AND tablename NOT LIKE 'procrastinate%'"
        )
        cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} RESTART IDENTITY CASCADE")


TransactionTestCase._fixture_teardown = _empty_as_owner  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_names_of_another_test() -> None:
    """Each test has rows of its own; what was read into memory in another is not there."""
    MEMORY.forget()


@pytest.fixture
def alice(db: None) -> User:
    """An analyst who sees all sources."""
    return build.user("alice", "analyst", all_sources=True)


@pytest.fixture
def bob(db: None) -> User:
    """A contributor: what he writes is proposed."""
    return build.user("bob", "contributor")


@pytest.fixture
def carol(db: None) -> User:
    """A keeper of sources with all sources."""
    return build.user("carol", "keeper", all_sources=True)


@pytest.fixture
def dave(db: None) -> User:
    """An administrator."""
    return build.user("dave", "administrator")


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    """Alice's browser."""
    client.force_login(alice)
    return client


@pytest.fixture
def data() -> Path:
    """The real data beside the project, when it is there."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.exists():
        pytest.skip("../shared/data is absent: this test needs the real lists")
    return folder

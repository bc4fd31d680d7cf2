"""How to reach a PostgreSQL server: embedded or external, as which role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from psycopg.conninfo import make_conninfo

Role = Literal["owner", "app", "super"]


@dataclass(frozen=True)
class Server:
    """Addresses and roles of one database. Passwords stay out of `repr`, so out of logs."""

    host: str  # socket folder, or host name
    port: int
    database: str
    owner: str
    app: str
    owner_password: str = field(repr=False)
    app_password: str = field(repr=False)
    superuser: str = ""  # only the embedded server has one that we know
    super_password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()  # further connection options, such as sslmode
    embedded: bool = True

    @property
    def socket_dir(self) -> str:
        return self.host

    def credentials(self, role: Role) -> tuple[str, str]:
        """User and password of a role. Raises ValueError for `super` on a server that is not ours."""
        if role == "owner":
            return self.owner, self.owner_password
        if role == "app":
            return self.app, self.app_password
        if not self.superuser:
            raise ValueError("Only the embedded server has a superuser that Habeas knows.")
        return self.superuser, self.super_password

    def dsn(self, role: Role = "app", database: str | None = None) -> str:
        """A libpq connection string."""
        user, password = self.credentials(role)
        return make_conninfo(
            host=self.host,
            port=self.port,
            dbname=database or self.database,
            user=user,
            password=password,
            **dict(self.options),
        )

"""Settings, read once from the environment (``DONDOC_…``); a secret may also stand in the file named by ``…_FILE``."""

import os
from datetime import datetime, time
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = ("SMTP_PASSWORD", "IMAP_PASSWORD", "DATABASE_URL", "LINK_KEY")


class SettingsError(Exception):
    """A setting is wrong; the sentence names the variable."""


class Settings(BaseSettings):
    """Embedded defaults: SQLite, an SMTP server in the process, Maildirs. Every value has one ``DONDOC_`` variable."""

    model_config = SettingsConfigDict(env_prefix="DONDOC_", extra="ignore", frozen=True)

    home: Path = Field(Path("var"), description="folder of the database, the mail and the reports")
    database_url: SecretStr = Field(SecretStr(""), description="SQLAlchemy address; empty: SQLite in the home folder")

    office: str = Field("Sở Giáo dục và Đào tạo", description="the body that follows up, as agencies know it")
    office_short: str = Field("SGDĐT", description="abbreviation in document symbols (Decree 30/2020, annex III)")
    address: str = Field("bao-cao@dondoc.example", description="our own mailbox; tokens are added as +tags")
    coordinator: str = Field("dieu-phoi@dondoc.example", description="where notes for the coordinator go")

    smtp_host: str = Field("", description="empty: the embedded server on loopback")
    smtp_port: int = Field(2525, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "ssl", "none"] = "starttls"
    ca_file: Path | None = None

    imap_host: str = Field("", description="empty: the Maildir of the embedded server")
    imap_port: int = Field(993, ge=1, le=65535)
    imap_user: str = ""
    imap_password: SecretStr = SecretStr("")
    imap_security: Literal["ssl", "starttls", "none"] = "ssl"
    imap_folder: str = "INBOX"
    authserv_id: str = Field(
        "", description="the name our own mail server writes into Authentication-Results (RFC 8601)"
    )
    plus_addresses: bool = Field(
        True, description="false: our mail server knows no +tags; letters name the plain address"
    )
    drop_folder: Path | None = Field(None, description="a folder whose .eml files are taken in like mail; none: off")
    dkim_keys: Path | None = Field(
        None,
        description="TOML file of public DKIM keys, used when no server of ours has checked the sender",
    )
    letters_per_minute: int = Field(30, ge=1, description="at most so many letters a minute to one receiving domain")

    public_url: str = Field(
        "",
        description="address where agencies reach the answer pages; empty: this machine, none with SMTP_HOST",
    )
    link_port: int = Field(8081, ge=1, le=65535, description="port of the answer pages, apart from the board")
    link_days: int = Field(60, ge=1, le=400, description="days for which a link in a letter works")
    link_key: SecretStr = Field(SecretStr(""), description="key that signs the links; empty: made in the home folder")

    office_start: time = Field(time(7, 30), description="letters leave from this hour of a working day")
    office_end: time = Field(time(16, 30), description="the first minute in which no letter leaves any more")
    due_on_day_off: Literal["next", "previous"] = Field("next", description="where a due day on a day off moves to")
    regime: str = Field("nd-09-2019", description="reporting regime: the name of a shipped one, or a TOML file")
    ladder: Path | None = Field(None, description="TOML file with other steps of the ladder; none: the shipped ones")

    prefect_port: int = Field(4200, ge=1, le=65535)
    web_port: int = Field(8080, ge=1, le=65535)
    schedule: bool = Field(True, description="false: deployments are served, but their daily schedule is paused")
    as_of: datetime | None = Field(None, description="the board shows the state of this moment (demonstrations)")
    poll_seconds: int = Field(30, ge=1, description="pause between two looks into the mailbox")

    @model_validator(mode="after")
    def _loopback_only_without_tls(self) -> Self:
        for name in ("smtp", "imap"):
            host, security = getattr(self, f"{name}_host"), getattr(self, f"{name}_security")
            if host and security == "none" and host not in {"127.0.0.1", "localhost", "::1"}:
                raise ValueError(f"DONDOC_{name.upper()}_SECURITY=none chỉ được dùng với máy chủ trên chính máy này")
        return self

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        if self.office_start >= self.office_end:
            raise ValueError("DONDOC_OFFICE_START phải trước DONDOC_OFFICE_END")
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address that is in force."""
        return self.database_url.get_secret_value() or f"sqlite:///{(self.home / 'dondoc.db').absolute()}"

    @property
    def embedded_mail(self) -> bool:
        """Whether the SMTP server in our own process is used."""
        return not self.smtp_host

    @property
    def answer_pages(self) -> str:
        """Where the answer pages are reached, without a slash at the end; "" when agencies cannot reach any."""
        local = f"http://127.0.0.1:{self.link_port}" if self.embedded_mail else ""
        return self.public_url.rstrip("/") or local

    @property
    def maildirs(self) -> Path:
        """Root of the Maildirs of the embedded server."""
        return self.home / "mail"

    @property
    def out(self) -> Path:
        """Folder of the compiled reports."""
        return self.home / "out"

    @property
    def domain(self) -> str:
        """Domain of our own mailbox."""
        return self.address.rpartition("@")[2]


def load() -> Settings:
    """Read the environment once; a wrong value fails with the name of its variable.

    :raises SettingsError: a value has the wrong form, or a secret file cannot be read
    """
    values: dict[str, str] = {}
    for name in SECRETS:
        path = os.environ.get(f"DONDOC_{name}_FILE")
        if path:
            try:
                values[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(f"Không đọc được tệp nêu ở DONDOC_{name}_FILE: {error.strerror}") from error
    try:
        return Settings(**values)  # type: ignore[arg-type]  # pydantic turns the strings into the declared types
    except ValidationError as error:
        raise SettingsError("Thiết lập không hợp lệ – " + "; ".join(map(_wrong, error.errors()))) from error


def _wrong(item: ErrorDetails) -> str:
    """A check of our own names its variable and speaks Vietnamese; pydantic's checks do not."""
    if not item["loc"]:
        return item["msg"].removeprefix("Value error, ")
    return f"DONDOC_{'_'.join(str(part) for part in item['loc']).upper()}: giá trị không dùng được ({item['msg']})"

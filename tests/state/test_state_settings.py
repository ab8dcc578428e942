"""Settings come from the environment once; a wrong one names its variable."""

from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path

import pytest

from cycles.errors import BadLadderFile, UnknownRegime
from cycles.ladder import LADDERS
from flows.runtime import compose
from state.clock import ZONE
from state.settings import Settings, SettingsError, load


def test_the_defaults_need_nothing_but_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    settings = load()
    assert settings.embedded_mail
    assert settings.database == f"sqlite:///{tmp_path / 'dondoc.db'}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONDOC_WEB_PORT", "tám"),
        ("DONDOC_SMTP_PORT", "0"),
        ("DONDOC_SMTP_SECURITY", "có"),
        ("DONDOC_OFFICE_START", "sáng"),
        ("DONDOC_OFFICE_START", "17:00"),
        ("DONDOC_DUE_ON_DAY_OFF", "later"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load()


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "mat-khau"
    secret.write_text("bí mật\n", encoding="utf-8")
    monkeypatch.setenv("DONDOC_SMTP_PASSWORD_FILE", str(secret))
    settings = load()
    assert settings.smtp_password.get_secret_value() == "bí mật"
    assert "bí mật" not in repr(settings)


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DONDOC_SMTP_PASSWORD_FILE", str(tmp_path / "khong-co"))
    with pytest.raises(SettingsError, match="DONDOC_SMTP_PASSWORD_FILE"):
        load()


def test_mail_without_tls_is_only_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_SMTP_HOST", "mail.tinh.example")
    monkeypatch.setenv("DONDOC_SMTP_SECURITY", "none")
    with pytest.raises(SettingsError, match="DONDOC_SMTP_SECURITY"):
        load()


def test_hours_regime_and_ladder_are_composed_from_the_settings(tmp_path: Path) -> None:
    ladder = tmp_path / "thang.toml"
    ladder.write_text((files("cycles") / "data" / "ladder.toml").read_text("utf-8"), "utf-8")
    settings = Settings(home=tmp_path, office_start=time(8), due_on_day_off="previous", ladder=ladder)
    house = compose(settings)
    early, sunday = datetime(2024, 12, 17, 7, 45, tzinfo=ZONE), date(2024, 12, 1)
    assert not house.calendar.is_office_time(early)
    assert house.calendar.due_day(sunday) == date(2024, 11, 29)
    assert house.regime.key == "nd-09-2019"
    assert house.ladders == LADDERS
    house.database.close()


@pytest.mark.parametrize(
    ("given", "error"),
    [({"regime": "khong-co"}, UnknownRegime), ({"ladder": "hong.toml"}, BadLadderFile), ({"ladder": "0"}, OSError)],
)
def test_a_regime_or_ladder_that_cannot_be_read_is_refused(
    tmp_path: Path, given: dict[str, str], error: type[Exception]
) -> None:
    (tmp_path / "hong.toml").write_bytes(b"\xff\xfe")
    values = {key: tmp_path / value if key == "ladder" else value for key, value in given.items()}
    with pytest.raises(error):
        _ = compose(Settings(home=tmp_path, **values)).regime

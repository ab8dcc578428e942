"""Settings come from the environment once; a wrong one names its variable."""

from pathlib import Path

import pytest

from state.settings import SettingsError, load


def test_the_defaults_need_nothing_but_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    settings = load()
    assert settings.embedded_mail
    assert settings.database == f"sqlite:///{tmp_path / 'dondoc.db'}"


@pytest.mark.parametrize(
    ("name", "value"), [("DONDOC_WEB_PORT", "tám"), ("DONDOC_SMTP_PORT", "0"), ("DONDOC_SMTP_SECURITY", "có")]
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

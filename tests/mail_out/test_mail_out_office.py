"""From the settings to the servers and names that letters are written with."""

import pytest

from mail.office import embedded, office_of, server_of
from mail.post.verdict import Security
from state.settings import Settings


def test_without_an_smtp_host_everything_stays_on_this_machine(tmp_path):
    settings = Settings(home=tmp_path, smtp_port=2526)
    server, office = server_of(settings), embedded(settings)
    assert (server.host, server.port, server.security) == ("127.0.0.1", 2526, Security.NONE)
    assert server_of(settings, port=9).port == 9
    assert (office.port, office.root) == (2526, tmp_path / "mail")
    assert office.own == ("bao-cao@dondoc.example", "bounce@dondoc.example")


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_real_server_is_reached_as_the_settings_say(security):
    settings = Settings(smtp_host="mail.dondoc.example", smtp_port=587, smtp_user="u", smtp_password="bí mật")
    server = server_of(settings.model_copy(update={"smtp_security": security}))
    assert (server.host, server.port, server.user, server.password) == ("mail.dondoc.example", 587, "u", "bí mật")
    assert server.security is Security(security)


def test_the_office_signs_with_the_name_and_address_of_the_settings():
    office = office_of(Settings(office="Sở Mẫu", address="bao-cao@mau.example"), lambda token: f"https://x/{token}")
    assert (office.name, office.domain, office.answer_link("abc")) == ("Sở Mẫu", "mau.example", "https://x/abc")
    assert office_of(Settings()).answer_link("abc") == ""

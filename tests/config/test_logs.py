"""What the logs must not tell."""

from config.logs import without_links


def test_key_of_a_new_password_is_taken_out() -> None:
    event = {"request": "GET /accounts/password/new/0197a000-0000/abc-def/", "event": "request_started"}

    kept = without_links(None, "info", event)

    assert kept["request"] == "GET /accounts/password/new/0197a000-0000/…/"
    assert kept["event"] == "request_started"


def test_secret_of_a_calendar_is_taken_out() -> None:
    event = {"request": "GET /calendars/a-b_c.ics", "event": "Not Found: /calendars/a-b_c.ics"}

    kept = without_links(None, "info", event)

    assert kept == {"request": "GET /calendars/…", "event": "Not Found: /calendars/…"}
    own = {"request": "POST /account/calendar/stop/"}
    assert without_links(None, "info", dict(own)) == own


def test_secret_of_an_invitation_is_taken_out() -> None:
    event = {"request": "GET /invitations/abc.def/", "event": "Gone: /invitations/abc.def/", "code": 410}

    kept = without_links(None, "info", event)

    assert kept == {"request": "GET /invitations/…/", "event": "Gone: /invitations/…/", "code": 410}
    assert without_links(None, "info", {"event": "/projects/abc/"}) == {"event": "/projects/abc/"}

"""What waits for somebody and has a day, as a calendar to subscribe to (RFC 5545).

All-day events: a day is a day wherever its reader is. To-dos would be the truer word, but neither Google nor
Outlook shows those of a subscribed calendar.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from assessments.models import WorkKind
from assessments.queries import DatedWork, text_outside

NAME: Final = "Honest Pilot"
MAKER: Final = "-//Honest Pilot//My work//EN"
READ_EVERY: Final = timedelta(hours=1)
"""So often calendars are asked to look; how often they do is theirs to say."""
CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
"""Letters that may stand in no text of a calendar; the library leaves them in."""


def calendar_file(items: Iterable[DatedWork], *, at: datetime, whole: Callable[[str], str]) -> bytes:
    """The calendar as UTF-8, with an event for each of these items; `whole` makes a path a whole address."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "PUBLISH")
    calendar.add("name", NAME)
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for item in items:
        calendar.add_component(_event(item, at, whole(item.address)))
    content: bytes = calendar.to_ical()
    return content


def _event(item: DatedWork, at: datetime, url: str) -> Event:
    """All day long on its day, taking up no time; the same id as long as it waits."""
    event = Event()
    event.add("uid", f"{item.id}@{urlsplit(settings.SITE_ADDRESS).hostname}")
    event.add("dtstamp", at)
    event.add("summary", _plain(_summary(item)))
    event.add("description", url)  # not every calendar shows an event's address
    event.add("url", url)
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + timedelta(days=1))  # the first day that is no longer in it
    event.add("transp", "TRANSPARENT")
    return event


def _summary(item: DatedWork) -> str:
    ends = item.kind == WorkKind.EXPIRY
    text = _("Acknowledgement ends (%(project)s): %(work)s") if ends else _("Due (%(project)s): %(work)s")
    return text % {"project": item.project, "work": text_outside(item.kind, item.text)}


def _plain(text: str) -> str:
    return " ".join(CONTROLS.sub(" ", text).split())

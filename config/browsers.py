"""A browser's name in two words, for people who look at where they are signed in."""

from typing import Final

from django.utils.translation import gettext as _

BROWSERS: Final = {
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def browser_named(user_agent: str) -> str:
    """Such as "Firefox on Windows"; browsers name their ancestors too, so the first that fits counts."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), _("A browser"))
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser

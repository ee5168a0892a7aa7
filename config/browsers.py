"""A browser's name in two words, for people who look at where they are signed in."""

from typing import Final

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
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "A browser")
    system = next((f" on {name}" for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return browser + system

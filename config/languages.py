"""The languages of a deployment: English, and whatever stands translated in its folder of translations."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

ENGLISH = ("en-gb", "English")


def languages_in(folder: Path) -> list[tuple[str, str]]:
    """Code and own name of every language: English first, then each with compiled texts in the folder."""
    compiled = sorted(folder.glob("*/LC_MESSAGES/django.mo"))
    codes = [translation.to_language(path.parent.parent.name) for path in compiled]
    return [ENGLISH, *((code, _name(code)) for code in codes if code != ENGLISH[0])]


def default_among(languages: list[tuple[str, str]], wanted: str) -> str:
    """The language of mails and reports, and of who asked for none that there is."""
    codes = [code for code, _ in languages]
    if wanted not in codes:
        raise ImproperlyConfigured(
            f"LANGUAGE_CODE is {wanted}, but there are only texts in {', '.join(codes)}. "
            "Name one of these, or put the translation into the folder that TRANSLATIONS names."
        )
    return wanted


class PersonsLanguageMiddleware:
    """Whoever is signed in and chose a language is answered in it, whatever their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the person's language."""
        chosen = getattr(request.user, "language", "")
        if chosen and translation.check_for_language(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


def shown(_: HttpRequest) -> dict[str, Any]:
    """For templates: the language of the page, its direction, and whether there is another."""
    return {
        "language": translation.get_language() or ENGLISH[0],
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": len(settings.LANGUAGES) > 1,
    }


def _name(code: str) -> str:
    """As its own speakers call it; with its code where Django knows only what it is a kind of."""
    general = code.partition("-")[0]
    if code in LANG_INFO:
        return str(LANG_INFO[code]["name_local"])
    return f"{LANG_INFO[general]['name_local']} ({code})" if general in LANG_INFO else code

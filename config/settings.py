"""Settings, read from the environment.

Every variable NAME may also be given as NAME_FILE, a file that holds the value. Without DATABASE_URL the
embedded trial is in force: everything lives in one folder (config/trial/home.py) and nothing needs setting.
"""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environ import FileAwareEnv

from config.file_storage import in_a_bucket, in_a_folder
from config.languages import default_among, languages_in
from config.logs import configured_logs
from config.single_sign_on import openid_connect, saml
from config.time_zone import known_zone
from config.trial.home import APPLICATION_ROLE as TRIAL_APPLICATION_ROLE
from config.trial.home import OWNER_ROLE, home_from_environment

env = FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = home_from_environment()

# What is in force

_database_url = env.str("DATABASE_URL", default="").strip()
TRIAL = env.bool("TRIAL", default=not _database_url)
DEBUG = env.bool("DEBUG", default=False)


def _trial_secret_key() -> str:
    """The key kept in the trial's folder; one of this process's own where none was made yet."""
    try:
        return HOME.secret_key_file.read_text()
    except OSError:
        return secrets.token_urlsafe(50)  # never begins with "$", which environ would look up


SECRET_KEY = env.str("SECRET_KEY", default=_trial_secret_key() if TRIAL else env.NOTSET).strip()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Applications

INSTALLED_APPS = [
    "config",
    "reports",
    "assessments",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.languages.PersonsLanguageMiddleware",
    "config.last_seen.LastSeenMiddleware",
    "assessments.acting.ActingAsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_context_processors = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "config.languages.shown",
]
# The cached loader in every mode: crispy forms are ten times dearer without it.
_loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
_cached = ("django.template.loaders.cached.Loader", _loaders)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"context_processors": _context_processors, "loaders": [_cached]},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database: one, through three connections. The application's role owns nothing, so that row-level security
# will bind it; the owner migrates; the cache stands outside the request's transaction.

DATABASE_URL = _database_url or HOME.database_url(TRIAL_APPLICATION_ROLE)
OWNER_DATABASE_URL = env.str("OWNER_DATABASE_URL", default="").strip()
if not OWNER_DATABASE_URL:  # web and worker are not given the owner's address in production
    OWNER_DATABASE_URL = DATABASE_URL if _database_url else HOME.database_url(OWNER_ROLE)
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=8)


def _connection(url: str, *, pooled: bool, **test: Any) -> dict[str, Any]:
    """One entry of DATABASES."""
    pool = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 10, "max_lifetime": 1800}
    options = {"pool": pool} if pooled and DATABASE_POOL_SIZE else {}
    return {**env.db_url_config(url), "OPTIONS": options, "TEST": test}


DATABASES = {
    "default": _connection(DATABASE_URL, pooled=True, MIRROR="owner"),
    "owner": _connection(OWNER_DATABASE_URL, pooled=False, DEPENDENCIES=[]),
    "cache": _connection(DATABASE_URL, pooled=True, MIRROR="owner"),
}
APPLICATION_ROLE = DATABASES["default"]["USER"]
DATABASE_ROUTERS = ["config.routers.CacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL", default="dbcache://cache")}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# People

AUTH_USER_MODEL = "assessments.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "config.passwords.LengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "config.passwords.ForeseeableValidator"},
]
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "config.accounts.ClosedAdapter"
ACCOUNT_FORMS = {
    "login": "config.accounts_forms.SignInForm",
    "change_password": "config.accounts_forms.PasswordForm",
    "reauthenticate": "config.accounts_forms.ConfirmForm",
    "reset_password_from_key": "config.accounts_forms.NewPasswordForm",
    "user_token": "config.accounts_forms.LinkForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a name
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # there is no sign-up: an address is verified by its invitation
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, the others end
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole company may come from one address in the morning: only what fails is counted low.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,20/5m/ip",
    "login": "100/m/ip",
    "reset_password": "5/5m/key,20/5m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# The second factor. A trial's accounts stay one click away: nothing is demanded there unless one says so.

MFA_DEMANDED = env.bool("MFA_DEMANDED", default=not TRIAL)
MFA_ADAPTER = "config.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "config.accounts_forms.CodeForm",
    "reauthenticate": "config.accounts_forms.ConfirmCodeForm",
    "activate_totp": "config.accounts_forms.ActivateAppForm",
    "add_webauthn": "config.accounts_forms.AddPasskeyForm",
    "edit_webauthn": "config.accounts_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so that a passkey alone is two factors
MFA_ALLOW_UNVERIFIED_EMAIL = True  # likewise; nobody could take the second step otherwise
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}  # there is nothing to guess
MFA_TOTP_TOLERANCE = 1  # clocks half a minute apart
MFA_TOTP_ISSUER = "Honest Pilot"

# Single sign-on, where it is configured. It signs in who already has an account, and nobody else.

SOCIALACCOUNT_ADAPTER = "config.accounts.InvitedOnlyAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form's redirect to the provider would break form-action 'self'
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").strip()
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = openid_connect(
        issuer=OIDC_ISSUER,
        key=env.str("OIDC_KEY", default="sso").strip(),
        name=env.str("OIDC_NAME", default="single sign-on").strip(),
        client_id=env.str("OIDC_CLIENT_ID").strip(),
        secret=env.str("OIDC_CLIENT_SECRET", default="").strip(),
        vouches_for=env.list("OIDC_VERIFIED_DOMAINS", default=[]),
    )
SAML_METADATA_URL = env.str("SAML_METADATA_URL", default="").strip()
if SAML_METADATA_URL:
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")
    SOCIALACCOUNT_PROVIDERS["saml"] = saml(
        metadata_url=SAML_METADATA_URL,
        entity_id=env.str("SAML_ENTITY_ID").strip(),
        key=env.str("SAML_KEY", default="saml").strip(),
        name=env.str("SAML_NAME", default="single sign-on").strip(),
        email_attribute=env.str("SAML_EMAIL_ATTRIBUTE", default="").strip(),
        vouches_for=env.list("SAML_VERIFIED_DOMAINS", default=[]),
    )

# Words and time

LOCALE_PATHS = [env.path("TRANSLATIONS", default=str(BASE_DIR / "locale"))()]
LANGUAGES = languages_in(Path(LOCALE_PATHS[0]))
LANGUAGE_CODE = default_among(LANGUAGES, env.str("LANGUAGE_CODE", default="en-gb").strip())
TIME_ZONE = known_zone(env.str("TIME_ZONE", default="UTC").strip())
FORMAT_MODULE_PATH = "config.formats"

# Files

STATIC_URL = "static/"
STATIC_ROOT = None if TRIAL else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(HOME.media))()
_static = (
    # The trial serves the sources as they are: nothing to collect before the first answer.
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TRIAL or DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static},
    "evidence": in_a_folder(Path(MEDIA_ROOT) / "evidence"),
}
WHITENOISE_USE_FINDERS = TRIAL
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["assessments.receiving.MeasuredUpload"]  # to disk, hashed, never more than may be

# Evidence. Files are kept in a folder, or in a bucket of S3 or whatever speaks like it.

EVIDENCE_FILE_BYTES = env.int("EVIDENCE_FILE_BYTES", default=25_000_000)
EVIDENCE_ROUND_BYTES = env.int("EVIDENCE_ROUND_BYTES", default=1_000_000_000)
EVIDENCE_UPLOADS_PER_HOUR = env.int("EVIDENCE_UPLOADS_PER_HOUR", default=120)  # of one person
EVIDENCE_S3_BUCKET = env.str("EVIDENCE_S3_BUCKET", default="").strip()
if EVIDENCE_S3_BUCKET:
    STORAGES["evidence"] = in_a_bucket(
        EVIDENCE_S3_BUCKET,
        endpoint=env.str("EVIDENCE_S3_ENDPOINT", default="").strip(),
        region=env.str("EVIDENCE_S3_REGION", default="").strip(),
        access_key=env.str("EVIDENCE_S3_ACCESS_KEY", default="").strip(),
        secret_key=env.str("EVIDENCE_S3_SECRET_KEY", default="").strip(),
        folder=env.str("EVIDENCE_S3_FOLDER", default="").strip("/ "),
    )

# Reports. The folder of keys is given to the worker only.

SIGNING_KEY_DIR = env.path("SIGNING_KEY_DIR", default=str(HOME.keys))()
ORGANISATION_NAME = env.str("ORGANISATION_NAME", default="Honest Pilot trial" if TRIAL else "")
SIGNING_PKCS12 = env.str("SIGNING_PKCS12", default="")  # a seal certificate bought elsewhere
SIGNING_PKCS12_PASSWORD = env.str("SIGNING_PKCS12_PASSWORD", default="").strip()
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="").strip()
REPORT_QUOTA = env.int("REPORT_QUOTA", default=20)  # reports one person may be waiting for
REPORT_SOFT_SECONDS = env.int("REPORT_SOFT_SECONDS", default=120)  # by the clock, however busy the machine
REPORT_HARD_SECONDS = env.int("REPORT_HARD_SECONDS", default=150)
REPORT_LEASE_SECONDS = env.int("REPORT_LEASE_SECONDS", default=30)  # renewed while the work goes on
REPORT_MEMORY_BYTES = env.int("REPORT_MEMORY_BYTES", default=2 * 1024**3)

# Tasks

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost").strip()
if CELERY_BROKER_URL.startswith("filesystem:"):
    _queue = Path(env.str("QUEUE_DIR", default=str(HOME.queue)))
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(_queue / "control"),
        "polling_interval": 0.1,  # the default makes a report wait 5 s for nothing
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "reports"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the sweep asks again, and knows how often it did
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TIMEZONE = "UTC"
_HOURLY = {"schedule": 3600.0, "options": {"expires": 600}}
CELERY_BEAT_SCHEDULE = {
    "sweep-reports": {"task": "reports.tasks.sweep_reports", "schedule": 10.0, "options": {"expires": 10}},
    "anchor-history": {"task": "reports.tasks.anchor_history", **_HOURLY},
    "send-waiting-mail": {
        "task": "assessments.tasks.send_waiting_mail",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "remind-of-days": {"task": "assessments.tasks.remind_of_days", **_HOURLY},
    "escalate-overdue": {"task": "assessments.tasks.escalate_overdue", **_HOURLY},
    "renew-due-work": {"task": "assessments.tasks.renew_due_work", **_HOURLY},
    "ask-for-outcomes": {"task": "reports.tasks.ask_for_outcomes", **_HOURLY},
    "sweep-evidence": {"task": "assessments.tasks.sweep_evidence", **_HOURLY},
}
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE_PATH", default=str(HOME.root / "beat-schedule"))

# What browsers are told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if TRIAL else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not TRIAL)
_names = [name for name in ALLOWED_HOSTS if not name.startswith(("*", "."))]
SITE_ADDRESS = env.str(  # for links that no request is answered with
    "SITE_ADDRESS", default=f"{'https' if HTTPS else 'http'}://{_names[0] if _names else 'localhost'}"
).strip()
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_cookie_prefix = "__Host-" if HTTPS else ""  # no other host of the domain can set or replace these
SESSION_COOKIE_NAME = f"{_cookie_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrftoken"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# Mail

# The trial has no mail server: its mails are files in its folder.
_mail = f"filemail:///{HOME.mail}" if TRIAL else "consolemail://"
globals().update(env.email_url("EMAIL_URL", default=_mail))
EMAIL_TIMEOUT = 10  # seconds; whoever invites waits for the mail server no longer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Honest Pilot <honest-pilot@localhost>")
MAIL_QUOTES_COMMENTS = env.bool("MAIL_QUOTES_COMMENTS", default=True)  # their first line, in a mention's mail

# Logs

LOGGING = configured_logs(plain=TRIAL, level=env.str("LOG_LEVEL", default="INFO"))

"""All configuration. Read from the environment (docs/configuration.md); starts nothing."""

import base64
import binascii
import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from opinion import database, embedded_secrets, environment, logging_settings, login_provider

BASE_DIR = Path(__file__).resolve().parent.parent
environment.read_dotenv(BASE_DIR / ".env")

DEBUG = environment.flag("DEBUG")
environment.names.update({"DATABASE_URL", "OPINION_VAR"})
VAR_DIR = database.var_folder()
PORT = environment.number("PORT", 8000, at_least=1)

# --- Database ---

EMBEDDED_DATABASE = database.is_embedded()
DATABASES = {
    "default": database.address()
    | {"CONN_MAX_AGE": environment.number("DATABASE_CONN_MAX_AGE", 60), "CONN_HEALTH_CHECKS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Secrets: made once for the embedded database, never defaulted elsewhere ---

if EMBEDDED_DATABASE:
    for _name, _value in embedded_secrets.embedded_secrets().items():
        os.environ.setdefault(_name, _value)


def _secret(name: str) -> str:
    value = environment.text(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. With a database of your own, Opinion makes up no secrets: "
            f"see docs/configuration.md for a command that writes one."
        )
    return value


def _key(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} holds a key that is not 32 bytes in base64.")
    return key


SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
# The newest key first: it encrypts. The others still decrypt.
CONTACT_KEYS = {
    identifier: _key("CONTACT_KEYS", value)
    for identifier, _colon, value in (
        entry.partition(":") for entry in _secret("CONTACT_KEYS").split(",")
    )
}
CONTACT_DIGEST_KEY = _key("CONTACT_DIGEST_KEY", _secret("CONTACT_DIGEST_KEY"))

# --- Addresses ---

_public = environment.url("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
PUBLIC_URL = _public.geturl()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or sorted(
    {_public.hostname or "", "127.0.0.1", "localhost"}
)
# How many proxies stand in front of us and append to X-Forwarded-For; 0 believes nobody.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)

_https = _public.scheme == "https"
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 31_536_000) * _https
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS") and _https
SECURE_HSTS_PRELOAD = environment.flag("HSTS_PRELOAD") and _https
# They bind other hosts of the outlet, some of them for good: only its owner can say so.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# For as long as the browser is open: it is given only where a form needs it.
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12, at_least=1) * 3600
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# Named as Django 6 names it, so that the step to its own middleware is small.
SECURE_CSP = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "manifest-src": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": SECURE_CSP}

# Whom to tell of a hole in the site, for /.well-known/security.txt: an address or mailto:.
SECURITY_CONTACT = environment.text("SECURITY_CONTACT")

# --- Apps ---

INSTALLED_APPS = [
    "opinion.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "crispy_forms",
    "django_prose_editor",
    "procrastinate.contrib.django",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "opinion.page_cache.apps.PageCacheConfig",
    "authors",
    "opinion.pictures",
    "opinion.references.apps.ReferencesConfig",
    "opinion.embeds.apps.EmbedsConfig",
    "opinion.articles",
    "comments",
    "opinion.moving",
    "opinion.search",
    "opinion.logins.apps.LoginsConfig",
    "opinion.acts.apps.ActsConfig",
    "opinion.backups.apps.BackupsConfig",
    # Last: once every app's permissions exist, it hands them to the groups.
    "opinion.apps.OpinionConfig",
]
MIDDLEWARE = [
    "opinion.logs.RequestNumberMiddleware",
    "opinion.metrics.requests_answered.MetricsMiddleware",
    "opinion.methods.MethodsMiddleware",
    "opinion.health.HealthMiddleware",
    # Before all that costs time.
    "opinion.logins.gate.LoginGateMiddleware",
    "opinion.edge.EdgeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What is not kept, which comes compressed already. With a random length, so that a token on the
    # page is not guessed by size.
    "django.middleware.gzip.GZipMiddleware",
    "comments.security.flood.FloodMiddleware",
    "opinion.articles.middleware.NumberedAddressMiddleware",
    "opinion.page_cache.middleware.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "opinion.pages.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "opinion.articles.middleware.PublicationMiddleware",
    "django.middleware.common.CommonMiddleware",
    "opinion.articles.middleware.RedirectMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opinion.logins.second_factor.SecondFactorMiddleware",
    "opinion.acts.middleware.ActsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "opinion.articles.middleware.OneSpellingMiddleware",
]
ROOT_URLCONF = "opinion.urls"
WSGI_APPLICATION = "opinion.wsgi.application"
AUTH_USER_MODEL = "authors.User"
PASSWORD_HASHERS = [
    "opinion.logins.hashing.ApartScryptHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["opinion.logins.backend.ThrottledBackend"]
# Groups of whom a second factor is required; "superusers" for those who need no group.
SECOND_FACTOR_GROUPS = environment.words("SECOND_FACTOR_GROUPS")
# After so many minutes what is grave is asked for again.
REAUTHENTICATION_MINUTES = environment.number("REAUTHENTICATION_MINUTES", 30, at_least=1)
LOGIN_RETENTION_DAYS = environment.number("LOGIN_RETENTION_DAYS", 90, at_least=1)
ACCOUNT_ADAPTER = "opinion.logins.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_LOGOUT_REDIRECT_URL = "admin:login"
# Ours counts for all processes at once: opinion/logins/throttle.py.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
MFA_ADAPTER = "opinion.logins.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
OIDC_NAME, SOCIALACCOUNT_PROVIDERS = login_provider.read()
SOCIALACCOUNT_ADAPTER = "opinion.logins.provider_login.ProviderLoginAdapter"
CSRF_FAILURE_VIEW = "opinion.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opinion.articles.middleware.publication",
                "opinion.logins.pages.newsroom",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = "forms"
CRISPY_FAIL_SILENTLY = False

# --- Language and time: the publication's record decides for readers ---

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "opinion.static.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# An article with two hundred references that are all corrected in its form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
PICTURE_MAX_BYTES = environment.number("PICTURE_MAX_MEGABYTES", 12, at_least=1) * 1024 * 1024

# --- Pages kept as they were drawn ---

PAGE_CACHE = environment.flag("PAGE_CACHE", default=True)
# Pages that are drawn for one network in a minute, by each process; kept ones are not counted.
PAGES_PER_NETWORK = environment.number("PAGES_PER_NETWORK", 240, at_least=1)
# Searches and suggestions for one network in a minute, in each process.
SEARCHES_PER_NETWORK = environment.number("SEARCHES_PER_NETWORK", 180, at_least=1)
# Seconds for which the cache of nginx answers with such a page without asking us.
EDGE_TTL = environment.number("EDGE_TTL", 2 if TRUSTED_PROXIES else 0, at_most=60)
PAGE_CACHE_BYTES = environment.number("PAGE_CACHE_MEGABYTES", 256, at_least=1) * 1024 * 1024

# --- Mail ---

EMAIL_HOST = environment.text("SMTP_HOST")
EMAIL_PORT = environment.number("SMTP_PORT", 587, at_least=1)
EMAIL_HOST_USER = environment.text("SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("SMTP_STARTTLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "opinion.mail.FolderBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text(
    "MAIL_FROM", f"opinion@{_public.hostname or 'localhost'}"
)

# --- Writing ---

# Words that a page kept by itself, once somebody has saved the draft since.
AUTOSAVE_RETENTION_DAYS = environment.number("AUTOSAVE_RETENTION_DAYS", 30, at_least=1)

# --- Comments: limits that keep a thread readable and a machine alive ---

COMMENT_MINIMUM_SECONDS = environment.number("COMMENT_MINIMUM_SECONDS", 5)
COMMENTS_PER_NETWORK = environment.number("COMMENTS_PER_NETWORK", 6, at_least=1)
COMMENTS_PER_NETWORK_MINUTES = environment.number("COMMENTS_PER_NETWORK_MINUTES", 10, at_least=1)
EDIT_MINUTES = environment.number("EDIT_MINUTES", 15)
# A reader is known after so many approved comments, and with none refused for so many days.
TRUST_AFTER_COMMENTS = environment.number("TRUST_AFTER_COMMENTS", 2, at_least=1)
TRUST_DAYS = environment.number("TRUST_DAYS", 90, at_least=1)

# --- What is kept about people who comment, and how they are written to ---

CONTACT_RETENTION_DAYS = environment.number("CONTACT_RETENTION_DAYS", 180, at_least=1)

REFUSED_RETENTION_DAYS = environment.number("REFUSED_RETENTION_DAYS", 90, at_least=1)
CONFIRMATION_HOURS = environment.number("CONFIRMATION_HOURS", 72, at_least=1)
# Mails that ask for a confirmation, in a day.
CONFIRMATIONS_PER_ADDRESS = environment.number("CONFIRMATIONS_PER_ADDRESS", 3, at_least=1)
CONFIRMATIONS_PER_NETWORK = environment.number("CONFIRMATIONS_PER_NETWORK", 20, at_least=1)
DIGEST_HOUR = environment.number("DIGEST_HOUR", 7, at_most=23)

# --- Backups ---

# A folder, file:///…, or a bucket, s3://name/folder. "elsewhere": somebody else makes them.
BACKUP_TO = environment.place("BACKUP_TO")
# The public halves of age keys, whose private halves are kept elsewhere.
BACKUP_RECIPIENTS = environment.words("BACKUP_RECIPIENTS")
if "://" in BACKUP_TO and not BACKUP_RECIPIENTS:
    raise ImproperlyConfigured(
        "BACKUP_TO is set and BACKUP_RECIPIENTS is not: a backup is never written unencrypted. "
        "See docs/backups.md for a command that makes a key."
    )
BACKUP_HOUR = environment.number("BACKUP_HOUR", 2, at_most=23)
BACKUP_KEEP = {
    "daily": environment.number("BACKUP_KEEP_DAILY", 7, at_least=1),
    "weekly": environment.number("BACKUP_KEEP_WEEKLY", 5),
    "monthly": environment.number("BACKUP_KEEP_MONTHLY", 12),
}
BACKUP_BUCKET = {
    "endpoint": environment.text("BACKUP_BUCKET_ENDPOINT"),
    "region": environment.text("BACKUP_BUCKET_REGION"),
    "access_key_id": environment.text("BACKUP_BUCKET_KEY"),
    "secret_access_key": environment.text("BACKUP_BUCKET_SECRET"),
}

# --- The links of references ---

# A copy that only this machine can reach never leaves it by itself.
_is_local = not _https and _public.hostname in environment.THIS_MACHINE
CHECK_LINKS = environment.flag("CHECK_LINKS") if environment.text("CHECK_LINKS") else not _is_local
# Whether the worker asks other sites for the titles and pictures of what articles embed.
FETCH_EMBEDS = (
    environment.flag("FETCH_EMBEDS") if environment.text("FETCH_EMBEDS") else not _is_local
)
# Whether the Wayback Machine is told which links are gone, to ask it for a copy.
ARCHIVE_LOOKUP = environment.flag("ARCHIVE_LOOKUP")
# Private addresses, as "address:port", that the checker may visit: a test's own server.
CHECK_LINKS_ALSO_AT: list[str] = []

# --- Background work and logs ---

# Prometheus is answered at this port of this machine; 0 counts nothing.
METRICS_PORT = environment.number("METRICS_PORT", 0, at_most=65_535)
# Best in memory, such as below /run: whoever writes there is killed where the disk is full.
METRICS_FOLDER = Path(environment.text("METRICS_FOLDER", str(VAR_DIR / "metrics")))
# Who is told what broke.
ERROR_MAIL = environment.words("ERROR_MAIL")
SENTRY_DSN = environment.text("SENTRY_DSN")
LOGGING = logging_settings.read(is_reported=bool(ERROR_MAIL or SENTRY_DSN))

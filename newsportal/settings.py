"""Settings, all read from the environment. With none set, a safe demo on localhost.

docs/running.md lists the variables; newsportal/environment.py says why a value is refused.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from articles.editor_parts import OUR_PARTS
from newsportal import environment
from newsportal.environment import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
environment.read_dotenv(BASE_DIR / ".env")

# Where we are and who may ask
DEBUG = env.bool("DEBUG", False)
PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "The Datum")
SITE_TAGLINE = env.str("SITE_TAGLINE", "Maps and reporting you can check.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=environment.hosts_for(SITE_URL))
IS_LOCAL = environment.is_local(SITE_URL, ALLOWED_HOSTS)
# The demo and its known passwords: on localhost, until DEBUG is switched off in so many words.
IS_DEMO_ALLOWED = IS_LOCAL and (DEBUG or "DEBUG" not in os.environ)
IS_HTTPS = SITE_URL.startswith("https://")
SECRET_KEY = env.str("SECRET_KEY", environment.LOCAL_SECRET_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
environment.refuse_unsafe(
    debug=DEBUG, is_local=IS_LOCAL, secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS, site_url=SITE_URL
)

INSTALLED_APPS = [
    "newsportal",
    "articles",
    "comments",
    "donations",
    "mptt",
    "django_prose_editor",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsportal.middleware.SafeRequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsportal.page_cache.SharedPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsportal.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "newsportal.middleware.SameOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"
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
                "newsportal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "newsportal.forms.PortalRenderer"

# Data
DATABASES = {"default": environment.database(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = environment.caches()
# Sessions stay in the database: a sign-out must hold in every process at once.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTH_USER_MODEL = "newsportal.User"

# Background work: `manage.py work` takes it from the database or from Redis; "immediate" does it in
# the request.
TASKS = {"default": {"BACKEND": environment.task_backend(debug=DEBUG)}}
RQ_QUEUES = environment.task_queues()

# Language and time
LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
_NAMES = {"en": _("English"), "ru": _("Russian"), "ar": _("Arabic")}
LANGUAGES = [(code, _NAMES.get(code, code)) for code in env.list("LANGUAGES", default=list(_NAMES))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "UTC")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = env.str("MEDIA_URL", "/media/")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
# Masters as uploaded: never under MEDIA_URL.
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", str(VAR_DIR / "masters")))
STORAGES = environment.storages(MEDIA_ROOT, PRIVATE_MEDIA_ROOT, debug=DEBUG)
MAP_UPLOAD_MAX_MEGABYTES = env.int("MAP_UPLOAD_MAX_MEGABYTES", 60)
MAP_UPLOAD_MAX_MEGAPIXELS = env.int("MAP_UPLOAD_MAX_MEGAPIXELS", 100)
# Links to these, and to the hosts below them, may be shown as cards. Nothing is asked of them.
EMBED_HOSTS = env.list("EMBED_HOSTS", default=environment.EMBED_HOSTS)
DJANGO_PROSE_EDITOR_EXTENSIONS = OUR_PARTS
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Accounts
AUTHENTICATION_BACKENDS = [
    # Extends Django's own; both together would hash every wrong password twice.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "newsportal.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 7
ACCOUNT_FORMS = {
    "login": "newsportal.account_forms.SignInForm",
    "signup": "newsportal.account_forms.SignUpForm",
    "add_email": "newsportal.account_forms.ChangeEmailForm",
    "change_password": "newsportal.account_forms.ChangePasswordForm",
    "reauthenticate": "newsportal.account_forms.ReauthenticateForm",
    "reset_password": "newsportal.account_forms.ResetPasswordForm",
    "reset_password_from_key": "newsportal.account_forms.ResetPasswordKeyForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "10/m/ip",
    "login_failed": "5/5m/key",
    "login_account": "100/h/key",
    "reset_password": "20/m/ip,5/30m/key",
    "confirm_email": "3/h/key",
    "account_mail": "3/h/key",
    "private_link": "10/h/ip",
    "subscribe": "10/h/ip" if not DEBUG else "600/h/ip",
    "subscribe_network": "30/h/key" if not DEBUG else "600/h/key",
    "subscribe_site": "500/h/key",
    "follow": "60/h/ip" if not DEBUG else "600/h/ip",
    "test_mail": "10/h/user",
    "donor_mail": "3/h/key",
    "donor_link": "10/h/ip",
    "donor_change": "30/h/ip",
    "export": "10/h/ip",
    "appeal": "10/h/ip",
    "erase_account": "5/5m/user",
    "comment": "1/10s/key,5/m/key,60/h/key" if not DEBUG else "600/m/key",
    "comment_network": "3/10s/key,15/m/key,180/h/key" if not DEBUG else "600/m/key",
    "report": "10/h/ip" if not DEBUG else "600/h/ip",
    "reporter": "10/h/key" if not DEBUG else "600/h/key",
    "notice": "10/h/ip" if not DEBUG else "600/h/ip",
    "share_link": "60/m/ip" if not DEBUG else "600/m/ip",
    "preview": "30/m/ip" if not DEBUG else "600/m/ip",
    "edit": "10/m/ip" if not DEBUG else "600/m/ip",
    "vote": "30/m/ip" if not DEBUG else "600/m/ip",
    "voter": "30/m/key" if not DEBUG else "600/m/key",
    "vote_a_day": "200/d/ip" if not DEBUG else "10000/d/ip",
    "voter_a_day": "200/d/key" if not DEBUG else "10000/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Mail
vars().update(environment.email())
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "desk@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# Card payments: docs/donations.md
vars().update(environment.stripe())

# What a browser may do (THREATS: no inline script or style, nothing from elsewhere)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": environment.image_sources(MEDIA_URL),
        "object-src": [NONE],
        "base-uri": [NONE],
        # A form that begins a payment is answered with a redirect to the provider's page.
        "form-action": [SELF, *environment.payment_pages()],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newsportal.errors.csrf_failure"

# Readers
READER_COOKIE_NAME = "__Host-reader" if IS_HTTPS else "reader"
GIVING_COOKIE_NAME = "__Host-giving" if IS_HTTPS else "giving"
# A request that carries one of these gets a page of its own; all others share one (page_cache.py).
PRIVATE_COOKIES = [SESSION_COOKIE_NAME, READER_COOKIE_NAME, "theme", "strip", LANGUAGE_COOKIE_NAME]
SHARED_PAGE_SECONDS = env.int("SHARED_PAGE_SECONDS", 30)
COMMENTS_SORT = env.str("COMMENTS_SORT", "oldest")
COMMENTS_VOTES_APART = env.bool("COMMENTS_VOTES_APART", False)
COMMENT_MAX_LENGTH = env.int("COMMENT_MAX_LENGTH", 3000)
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", 10)
COMMENTS_PREMODERATED = env.bool("COMMENTS_PREMODERATED", False)
COMMENTS_PROFILE = environment.comments_profile()
COMMENTS_HELD_OF_NEWCOMERS = env.int("COMMENTS_HELD_OF_NEWCOMERS", 2)
# Days after an article was published; 0: its discussion never closes by itself.
COMMENTS_CLOSE_AFTER_DAYS = env.int("COMMENTS_CLOSE_AFTER_DAYS", 0)
# Inline feedback and following (docs/comments.md): whether readers may mark a phrase themselves,
# whether a small bubble tells of new comments, and the hour of the daily digest (site's time zone).
INLINE_BY_READERS = env.bool("INLINE_BY_READERS", False)
COMMENTS_BUBBLE = env.bool("COMMENTS_BUBBLE", False)
DIGEST_HOUR = env.int("DIGEST_HOUR", 7)
# Who else is asked about comments: a spam service, a newsroom's own classifier (docs/moderation.md).
AKISMET_API_KEY = env.str("AKISMET_API_KEY", "")
MODERATION_WEBHOOK_URL, MODERATION_WEBHOOK_SECRET = environment.moderation_webhook()
MODERATION_WEBHOOK_SECONDS = env.float("MODERATION_WEBHOOK_SECONDS", 3)
# A guest's form that comes back sooner was filled in by a program; 0 lets every form pass.
COMMENT_MIN_SECONDS = env.int("COMMENT_MIN_SECONDS", 3)
# So many guests of one network in ten minutes: this vote, and those after it, wait for a moderator.
VOTES_PER_NETWORK = env.int("VOTES_PER_NETWORK", 3)
# How the goal tracker writes money: "locale" ($1,400 in English) or "trailing" (1,400 $).
MONEY_STYLE = env.str("MONEY_STYLE", "locale")


# Donations (docs/donations.md). Amounts in minor units.
DONATION_AMOUNTS = [
    int(amount) for amount in env.list("DONATION_AMOUNTS", default=[5, 10, 25, 50, 100])
]
DONATION_MIN_CENTS = env.int("DONATION_MIN_CENTS", 200)
DONATION_MAX_CENTS = env.int("DONATION_MAX_CENTS", 1_000_000)
DONATION_MONTHLY_MAX_CENTS = env.int("DONATION_MONTHLY_MAX_CENTS", 100_000)
# What the card provider keeps of a gift, for donors who want to cover it: a share and a fixed part.
DONATION_FEE_PERMILLE = env.int("DONATION_FEE_PERMILLE", 29)
DONATION_FEE_CENTS = env.int("DONATION_FEE_CENTS", 30)
# From here on what is booked by hand waits for a second person.
DONATION_SECOND_PERSON_CENTS = env.int("DONATION_SECOND_PERSON_CENTS", 50_000)
# What stands below every receipt, for example what it means for taxes.
DONATION_RECEIPT_NOTE = env.str("DONATION_RECEIPT_NOTE", "")
# Card testing: how many checkouts, and how many declines, before somebody has to wait.
DONATION_LIMITS = {
    "address_hour": env.int("DONATIONS_PER_ADDRESS_HOUR", 5),
    "address_five_hours": env.int("DONATIONS_PER_ADDRESS_FIVE_HOURS", 10),
    "network_hour": env.int("DONATIONS_PER_NETWORK_HOUR", 20),
    "site_hour": env.int("DONATIONS_PER_HOUR", 200),
    "declines_address_hour": env.int("DECLINES_PER_ADDRESS_HOUR", 3),
}
STRIP_HIDDEN_DAYS = 30

LOGGING = environment.logging(debug=DEBUG)

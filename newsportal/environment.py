"""Reads the environment for settings.py, and refuses what would be unsafe with one sentence."""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
LOCAL_SECRET_KEY = "local-demo-only-" + "0" * 48  # noqa: S105 - refused anywhere but on localhost
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
LOCAL_NAMES = {*LOCAL_HOSTS, "::1", "testserver"}
EMBED_HOSTS = [
    *("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "t.me", "x.com", "twitter.com"),
    *("bsky.app", "mastodon.social", "facebook.com", "instagram.com", "tiktok.com", "reddit.com"),
    *("openstreetmap.org", "archive.org", "wikipedia.org", "video.example", "social.example"),
]
PROFILES = ("open", "balanced", "strict")
DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
# Those of django-anymail that are asked with one token, and the setting it knows that by.
MAIL_PROVIDERS = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
}
# No task of ours takes so long: who does it is dead (background.py).
TASK_SECONDS = 3600
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
)


def read_dotenv(path):
    """Load a .env file when there is one; variables already set win."""
    if path.exists():
        environ.Env.read_env(path)


def hosts_for(site_url):
    """The hosts this site answers to when ALLOWED_HOSTS is not set: its own name, or localhost."""
    host = urlsplit(site_url).hostname or ""
    return LOCAL_HOSTS if host in LOCAL_NAMES else [host]


def is_local(site_url, hosts):
    """True while nobody but this machine can be meant."""
    return (urlsplit(site_url).hostname or "") in LOCAL_NAMES and set(hosts) <= LOCAL_NAMES


def refuse_unsafe(*, debug, is_local, secret_key, hosts, site_url):
    """Stop at start-up, with one clear sentence, rather than run in an unsafe way."""
    if urlsplit(site_url).scheme not in {"http", "https"} or not urlsplit(site_url).hostname:
        raise ImproperlyConfigured(
            f"SITE_URL must look like https://news.example, not {site_url!r}."
        )
    if "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name your hosts; '*' lets anyone forge links."
        )
    if is_local:
        return
    if debug:
        raise ImproperlyConfigured("DEBUG is on for a public host: unset DEBUG or serve localhost.")
    if secret_key == LOCAL_SECRET_KEY or len(secret_key) < 50 or len(set(secret_key)) < 5:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to a long random text before this site is public "
            "(python -c 'import secrets; print(secrets.token_urlsafe(50))')."
        )


def database(var_dir):
    """The DATABASES entry for DATABASE_URL; SQLite in var/ when it is not set."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{var_dir / 'db.sqlite3'}"
    scheme, _, rest = url.partition("://")
    if scheme not in DATABASE_SCHEMES or not rest.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name "
            "or sqlite:////path/to/file.sqlite3."
        )
    try:
        config = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read: check its port and quoting."
        ) from error
    return _sqlite(config) if scheme == "sqlite" else _postgresql(config)


def _sqlite(config):
    Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": SQLITE_PRAGMAS,
    }
    config["CONN_MAX_AGE"] = None
    return config


def _postgresql(config):
    if not config.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database: end it with /name.")
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    config["CONN_HEALTH_CHECKS"] = True
    # PgBouncer in transaction mode keeps no session, so no server-side cursors.
    config["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("PGBOUNCER", False)
    config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return config


def task_backend(*, debug):
    """Where background tasks wait: the database, Redis, or nowhere ("immediate", as `make dev`)."""
    where = env.str("TASKS", "immediate" if debug else "database")
    backends = {
        "database": "django_tasks_db.DatabaseBackend",
        "redis": "newsportal.redis_tasks.RedisBackend",
        "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    }
    if where not in backends:
        raise ImproperlyConfigured(f"TASKS is {where!r}: say database, redis or immediate.")
    if where == "redis" and not (env.str("REDIS_URL", "") and find_spec("django_tasks_rq")):
        raise ImproperlyConfigured("TASKS=redis needs REDIS_URL and requirements/production.txt.")
    return backends[where]


def task_queues():
    """RQ_QUEUES: the one queue on Redis, when there is one. What waits in it is JSON, not code."""
    url = env.str("REDIS_URL", "")
    if not url:
        return {}
    # Without these a request would wait for a Redis that has gone as long as the network lets it.
    joint = "&" if "?" in url else "?"
    queue = {
        "URL": f"{url}{joint}socket_connect_timeout=2&socket_timeout=5",
        "DEFAULT_TIMEOUT": TASK_SECONDS,
        "SERIALIZER": "rq.serializers.JSONSerializer",
        "QUEUE_CLASS": "newsportal.redis_tasks.Queue",
    }
    return {"default": queue}


def comments_profile():
    """How much waits for a moderator where neither section nor article says it."""
    profile = env.str("COMMENTS_PROFILE", "balanced")
    if profile not in PROFILES:
        raise ImproperlyConfigured(f"COMMENTS_PROFILE must be one of: {', '.join(PROFILES)}.")
    return profile


def moderation_webhook():
    """The address of a newsroom's classifier and the secret that signs what it is sent."""
    url, secret = env.str("MODERATION_WEBHOOK_URL", ""), env.str("MODERATION_WEBHOOK_SECRET", "")
    if not url:
        return "", ""
    address = urlsplit(url)
    is_near = address.scheme == "http" and address.hostname in LOCAL_NAMES
    if not address.hostname or not (address.scheme == "https" or is_near):
        raise ImproperlyConfigured(
            "MODERATION_WEBHOOK_URL must begin with https:// unless it is on this machine."
        )
    if not secret:
        raise ImproperlyConfigured(
            "MODERATION_WEBHOOK_URL needs MODERATION_WEBHOOK_SECRET, which signs what is sent there."
        )
    return url, secret


def stripe():
    """Keys and addresses of the card provider, as settings; empty keys: no card gifts."""
    key, secrets = env.str("STRIPE_SECRET_KEY", ""), env.list("STRIPE_WEBHOOK_SECRETS", default=[])
    address = urlsplit(env.str("STRIPE_API_URL", "https://api.stripe.com"))
    if address.scheme != "https" and address.hostname not in LOCAL_NAMES:
        raise ImproperlyConfigured(
            "STRIPE_API_URL must begin with https:// unless it is on this machine."
        )
    if key and not key.startswith(("sk_live_", "rk_live_", "sk_test_", "rk_test_")):
        raise ImproperlyConfigured("STRIPE_SECRET_KEY must begin with sk_ or rk_, live_ or test_.")
    if key and not secrets:
        raise ImproperlyConfigured(
            "STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRETS: only signed events count money."
        )
    return {
        "STRIPE_SECRET_KEY": key,
        "STRIPE_WEBHOOK_SECRETS": secrets,
        "STRIPE_API_URL": address.geturl().rstrip("/"),
        "STRIPE_CHECKOUT_URL": env.str("STRIPE_CHECKOUT_URL", "https://checkout.stripe.com"),
    }


def payment_pages():
    """Where a form of ours may end up besides our own site: the checkout, and where cards are changed."""
    found = stripe()
    pages = [found["STRIPE_CHECKOUT_URL"], "https://billing.stripe.com"]
    return pages if found["STRIPE_SECRET_KEY"] else []


def caches():
    """Redis when REDIS_URL is set, else the memory of this process.

    Shared pages stand apart: whoever asks for very many fills a bounded space, and can't push out
    what the limits have counted.
    """
    if url := env.str("REDIS_URL", ""):
        redis = {"BACKEND": "newsportal.cache.ForgivingRedisCache", "LOCATION": url}
        return {"default": redis, "pages": redis}
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "default": memory | {"OPTIONS": {"MAX_ENTRIES": 5000}},
        "pages": memory | {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}},
    }


def storages(media_root, private_root, *, debug):
    """Public media, private masters and hashed static files; S3 when S3_BUCKET is set."""
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    local = "django.core.files.storage.FileSystemStorage"
    stores = {
        "default": {"BACKEND": local, "OPTIONS": {"location": media_root}},
        "masters": {"BACKEND": local, "OPTIONS": {"location": private_root, "base_url": None}},
        "staticfiles": {"BACKEND": plain if debug else manifest},
    }
    if bucket := env.str("S3_BUCKET", ""):
        common = {
            "bucket_name": bucket,
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "region_name": env.str("S3_REGION", None),
        }
        s3 = "storages.backends.s3.S3Storage"
        public = {"location": "media", "querystring_auth": False, "default_acl": None}
        stores["default"] = {"BACKEND": s3, "OPTIONS": common | public}
        stores["masters"] = {"BACKEND": s3, "OPTIONS": common | {"location": "masters"}}
    return stores


def image_sources(media_url):
    """img-src: ourselves, and the media host when it is another one."""
    parts = urlsplit(media_url)
    return ["'self'", "data:"] + ([f"{parts.scheme}://{parts.netloc}"] if parts.netloc else [])


def email():
    """EMAIL_* settings for EMAIL_URL; without it mail is printed to the console.

    All mail is stored first (mail_backend.py); what EMAIL_URL names is how it leaves afterwards.
    """
    found = _mail_provider() or env.email_url_config(env.str("EMAIL_URL", "") or "consolemail://")
    found["MAIL_TRANSPORT"] = found.pop("EMAIL_BACKEND")
    return found | {"EMAIL_BACKEND": "newsportal.mail_backend.OutboxBackend"}


def _mail_provider():
    """Settings for an EMAIL_URL such as anymail+postmark://token@; None for any other one."""
    url = urlsplit(env.str("EMAIL_URL", ""))
    kind, _plus, name = url.scheme.partition("+")
    if kind != "anymail":
        return None
    if name not in MAIL_PROVIDERS or not url.username:
        raise ImproperlyConfigured(
            f"EMAIL_URL must be anymail+NAME://TOKEN@, NAME one of: {', '.join(MAIL_PROVIDERS)}."
        )
    if not find_spec("anymail"):
        raise ImproperlyConfigured("This EMAIL_URL needs requirements/production.txt.")
    known = {MAIL_PROVIDERS[name]: unquote(url.username), "REQUESTS_TIMEOUT": 10}
    return {"EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend", "ANYMAIL": known}


def logging(*, debug):
    """One line per event on standard error; Django's own loggers at their usual levels."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "newsportal.logs.LineFormatter"}},
        "filters": {"brief": {"()": "newsportal.logs.WithoutTraceback"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "refused": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["brief"],
            },
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security": {"handlers": ["refused"], "propagate": False},
            "django.server": {"level": "INFO" if debug else "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "ERROR"},
            "rq": {"level": "WARNING"},
            # Its sentences may name a donor; donations/gateway.py says what went wrong.
            "stripe": {"level": "WARNING"},
        },
    }

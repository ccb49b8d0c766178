"""What each setting of the environment means: the one list, from which docs/settings.md is made.

A test compares it with what `alliance/settings.py` asks for.
"""

from dataclasses import dataclass

ALL = "all"
OWNERS = "migrate, keeper"
SENDERS = "web, worker"
MUST = "the start is refused"
UNSET = "-"


@dataclass(frozen=True)
class Words:
    meaning: str
    usual: str = MUST
    needed_by: str = ALL


GROUPS: dict[str, dict[str, Words]] = {
    "Where and for whom": {
        "BASE_URL": Words(
            "The site's address. Anything but this machine's own needs https, which also decides"
            " secure cookies and strict transport security.",
            "http://127.0.0.1:8000",
        ),
        "ALLOWED_HOSTS": Words(
            "Names that the site answers to, separated by commas.", "127.0.0.1,localhost,[::1]"
        ),
        "DEMO": Words(
            "Whether this is a demonstration, which anybody may enter as made-up people. Refused"
            " together with a real MAIL_DOMAIN or a public name.",
            "off",
        ),
        "DEBUG": Words(
            "Whether errors show the program's insides. Refused at a public address.", "off"
        ),
        "TRUSTED_PROXY_COUNT": Words(
            "How many proxies of ours stand in front. Above 0, their word is believed about the"
            " visitor's address and about https.",
            "0",
            "web",
        ),
        "LOG_LEVEL": Words("How much the program says of itself: DEBUG to CRITICAL.", "INFO"),
    },
    "Secrets": {
        "SECRET_KEY": Words("Signs sessions and forms. 32 random bytes or more."),
        "SECRET_KEY_FALLBACKS": Words(
            "Earlier values of SECRET_KEY, separated by commas: kept for as long as sessions"
            " last, 14 days, so that a change signs nobody out.",
            UNSET,
            "web",
        ),
        "TOKEN_KEY": Words(
            "Without it, a stolen database gives away no invitation or card. 32 random bytes in"
            " base64. A change makes every link that was sent useless."
        ),
        "VAULT_KEYS": Words(
            "Keys that seal what people told in confidence: 32 random bytes each in base64,"
            " separated by commas. The first seals; the others still open. Without them what was"
            " sealed is lost: keep a copy somewhere safe."
        ),
    },
    "Database, cache and broker": {
        "DATABASE_URL": Words(
            "The database as app_rw, whom the database shows one alliance at a time. Any role"
            " that sees more is refused."
        ),
        "DATABASE_OWNER_URL": Words(
            "The database as owner, who sees every alliance: for migrations, opening an alliance,"
            " and backups.",
            UNSET,
            OWNERS,
        ),
        "DATABASE_POOL": Words(
            "Connections that each process keeps open, one for each of its threads. 0: none.",
            "0",
            "web",
        ),
        "CACHE_URL": Words(
            "Valkey or Redis for the cache and rate limits. May be lost at any moment."
        ),
        "CELERY_BROKER_URL": Words(
            "Valkey or Redis that wakes the workers. May be lost at any moment."
        ),
    },
    "Files": {
        "DATA_DIR": Words("The folder of uploaded and made documents.", ".data beside the program"),
        "SENDFILE": Words(
            "nginx: files are handed out by nginx, whose internal /inside/ is DATA_DIR/files/.",
            UNSET,
            "web",
        ),
        "CLAMD_SOCKET": Words(
            "A ClamAV daemon that looks at uploads: a path, or host:port.", UNSET, "packs"
        ),
    },
    "Mail": {
        "EMAIL_URL": Words(
            "How mail leaves, for example submission+tls://name:password@mail.example.org:587."
            " With https it must be set; else letters are kept in DATA_DIR/mailbox.",
            UNSET,
            SENDERS,
        ),
        "MAIL_DOMAIN": Words("The domain that our letters come from.", "alliance.example"),
        "MAIL_FROM": Words("The sender of our letters.", "post@ MAIL_DOMAIN"),
    },
    "Backups": {
        "BACKUP_DIR": Words(
            "The folder that backups are put in, best on another machine's disk. The web is told"
            " too, without being able to read it, so that /healthz can miss a backup.",
            UNSET,
            "keeper, web",
        ),
        "BACKUP_RECIPIENT": Words(
            "The public key, in base64, that backups are sealed to. Without it none is made.",
            UNSET,
            "keeper",
        ),
    },
}

BEGINNING = """\
# Settings

Everything that differs from place to place is set in the environment; `alliance/settings.py`
reads it. A setting that is missing or unsafe stops the start with one sentence that names it.
`make run` makes its own secrets, servers and addresses, and passes on what you set; on the web,
`docker-compose.yml` gives each service only what it needs, from the `.env` described in
`deploy/settings.env.example`.

This page is written by `tools/write_settings.py` from `alliance/setting_words.py`.
"""


def as_markdown() -> str:
    parts = [BEGINNING]
    for group, settings in GROUPS.items():
        rows = [
            f"| `{name}` | {words.meaning} | {words.usual} | {words.needed_by} |"
            for name, words in settings.items()
        ]
        head = ["| setting | what it means | if not set | needed by |", "|---|---|---|---|"]
        parts.append("\n".join([f"## {group}", "", *head, *rows, ""]))
    return "\n".join(parts)

"""SPF, DKIM and DMARC of the From address: what the domain's DNS says, and what it should say."""

import re
import time
from dataclasses import dataclass, field
from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 5
RECORDS_AT_MOST, RECORD_MAX_LENGTH = 5, 500
ENDINGS = re.compile(r"(?:^|\s)([-~?+]?)all(?:\s|$)", re.IGNORECASE)
POLICY = re.compile(r"(?:^|;)\s*p\s*=\s*(\w*)", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One record: where it lies, what is published there, and what that means."""

    name: str
    place: str
    explanation: str
    verdict: str
    is_good: bool
    example: str
    records: list = field(default_factory=list)


def domain():
    """The domain of the From address; "" when others can't know it."""
    found = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    return found if "." in found else ""


def look_up(selector=""):
    """What each of the three says now, within some seconds for all of them."""
    end = time.monotonic() + SECONDS
    found = [_spf(end), _dmarc(end)]
    found.insert(1, _dkim(selector, end))
    return found


def text_records(place, seconds):
    """The TXT records of a name: none when there are none, None when nobody could be asked."""
    try:
        answer = dns.resolver.resolve(place, "TXT", lifetime=seconds)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, UnicodeError):
        return None
    return [b"".join(record.strings).decode("ascii", "replace") for record in answer]


def _ask(place, end, begins):
    """Those records of a name that begin like this; another one's words are cut short."""
    left = end - time.monotonic()
    found = text_records(place, left) if left > 0 else None
    if found is None:
        return None
    ours = [text for text in found if text.lower().startswith(begins)]
    return [text[:RECORD_MAX_LENGTH] for text in ours[:RECORDS_AT_MOST]]


def _spf(end):
    place = domain()
    found = _ask(place, end, "v=spf1")
    is_good, verdict = _of_number(found) or _of_ending(found[0])
    return Finding(
        "SPF",
        place,
        _("Names the servers that may send mail for your domain."),
        verdict,
        is_good,
        f'{place}. TXT "v=spf1 {_sender()} -all"',
        found or [],
    )


def _sender():
    """How an example names the server that sends: known when mail leaves by SMTP to a name."""
    host = settings.EMAIL_HOST or ""
    return f"a:{host}" if "." in host and not host[-1].isdigit() else "include:PROVIDER"


def _dkim(selector, end):
    place = f"{selector or 'SELECTOR'}._domainkey.{domain()}"
    found = _ask(place, end, "") if selector else []
    if not selector:
        is_good, verdict = False, _("Whoever sends your mail names a selector: give it below.")
    else:
        is_good, verdict = _of_key(found)
    return Finding(
        "DKIM",
        place,
        _("Holds the public key with which receivers check the signature of your mail."),
        verdict,
        is_good,
        f'{place}. TXT "v=DKIM1; k=rsa; p=..."',
        found or [],
    )


def _dmarc(end):
    place = f"_dmarc.{domain()}"
    found = _ask(place, end, "v=dmarc1")
    is_good, verdict = _of_number(found) or _of_policy(found[0])
    return Finding(
        "DMARC",
        place,
        _("Says what receivers do with mail that fails both, and where they report it."),
        verdict,
        is_good,
        f'{place}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain()}"',
        found or [],
    )


def _of_number(found):
    """What is wrong unless there is exactly one record."""
    if found is None:
        return False, _("Could not be asked: the name servers did not answer.")
    if not found:
        return False, _("There is none.")
    if len(found) > 1:
        return False, _("There are several: receivers then heed none of them.")
    return None


def _of_ending(text):
    """Which servers it covers only a receiver can work out; how it ends is plain."""
    ending = ENDINGS.search(text)
    if not ending:
        return True, _("There is one. It does not say what becomes of mail from other servers.")
    if ending[1] in {"", "+"}:
        return False, _("It lets everybody send in your name.")
    if ending[1] == "?":
        return True, _("There is one. It leaves open whether other servers may send.")
    return True, _("There is one, and other servers may not send. See that it covers your own.")


def _of_key(found):
    keys = found and [POLICY.search(text) for text in found]
    if not keys:
        return _of_number(found)
    if any(key and key[1] for key in keys):
        return True, _("A key is published. The test mail shows whether yours is signed with it.")
    return False, _("No key is published here, or it was withdrawn.")


def _of_policy(text):
    policy = POLICY.search(text)
    name = policy[1].lower() if policy else ""
    said = {
        "none": _("There is one. It only asks for reports; receivers deliver as before."),
        "quarantine": _("There is one. What fails goes into the folder for spam."),
        "reject": _("There is one. What fails is refused."),
    }
    return name in said, said.get(name) or _("It says nothing that receivers understand.")

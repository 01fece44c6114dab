"""How allauth behaves on this site."""

from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import reverse
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from comments import bounces, subscribers
from comments.mail import may_write_to
from comments.names import clean_name, is_reserved, is_taken

NO_MATCH = _("That name or e-mail address and password do not match. Check both.")
# In Latin letters a domain takes up to nine times as many.
ADDRESS_MAX_LENGTH = 254
# Mails that anybody can have sent to any address; "account_mail" in ACCOUNT_RATE_LIMITS.
ANYBODY_CAN_ASK_FOR = {
    "account/email/account_already_exists",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/unknown_account",
}


class AccountAdapter(DefaultAccountAdapter):
    """Members sign up with a name of their own and a confirmed e-mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
    }

    def clean_username(self, username, shallow=False):
        """The name in its one normal form, and nothing readers could take for the newsroom."""
        username = get_user_model().normalize_username(username)
        if clean_name(username) != username or "@" in username:
            raise ValidationError(_("Use letters, digits and . - _ + only."))
        if is_reserved(username):
            raise ValidationError(_("This name is too close to one of the newsroom's."))
        if is_taken(username):
            raise ValidationError(_("A member has this name, or one that looks the same."))
        return super().clean_username(username, shallow)

    def clean_email(self, email):
        """ASCII alone, so that no two addresses that differ can ever compare as the same."""
        local, _at, domain = email.rpartition("@")
        try:
            domain = punycode(domain)
        except UnicodeError:
            domain = ""
        address = f"{local}@{domain}"
        if not (address.isascii() and domain and len(address) <= ADDRESS_MAX_LENGTH):
            raise ValidationError(_("Enter an e-mail address in Latin letters."))
        return address.lower()  # which makes Latin letters of some others

    def get_client_ip(self, request):
        """On an IPv6 socket IPv4 readers arrive as ::ffff:…, which is one network for the limits."""
        try:
            address = ip_address(super().get_client_ip(request))
        except ImproperlyConfigured:  # fewer hops than proxies: it came past them
            address = ip_address(request.META["REMOTE_ADDR"])
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return str(mapped or address)

    def pre_authenticate(self, request, **credentials):
        """Many networks guessing at one account together are slowed down too."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, action="login_account", key=account):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords count for an account and a network: nobody can lock another's account."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def confirm_email(self, request, email_address):
        """What came back from an address before, or was sent there, holds nothing against the new."""
        user = email_address.user
        others = user.emailaddress_set.filter(verified=True).exclude(pk=email_address.pk)
        has_moved = others.exists()
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:
            bounces.address_confirmed(user)
        if is_confirmed and has_moved:
            subscribers.left_address(user)
        return is_confirmed

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix, email, context):
        """Send it, unless somebody makes us fill this address' inbox."""
        if template_prefix in ANYBODY_CAN_ASK_FOR and not may_write_to(self.request, email):
            return
        super().send_mail(template_prefix, email, context)

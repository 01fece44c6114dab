"""allauth's forms in our words; wired by ACCOUNT_FORMS."""

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _(
    "At least 8 characters. A few words that have nothing to do with each other do well."
)


class LabelsAlone:
    """Labels stand above the fields; a placeholder would say the same again, and vanish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = PASSWORD_HINT


class SignInForm(LabelsAlone, forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name or e-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")

    def user_credentials(self):
        """What looks like an address is one: trying it as a name too would hash twice."""
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class SignUpForm(LabelsAlone, forms.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name, email = self.fields["username"], self.fields["email"]
        name.label = _("Name")
        name.help_text = _("Shown beside your comments. Letters, digits and . - _ + only.")
        email.label = _("E-mail address")
        email.help_text = _("Never shown. We send you one mail to confirm it.")

    def try_save(self, request):
        """Sent twice at the same moment, the second is answered like one for a known address."""
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)
        if self.account_already_exists:  # else the quicker answer tells that it exists
            make_password(self.cleaned_data["password1"])
        return user, response


class ChangeEmailForm(LabelsAlone, forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")

    def save(self, request):
        """Write to the new address; when it has an account already, to say just that."""
        email = self.cleaned_data["email"]
        if not get_user_model().objects.filter(email__iexact=email).exists():
            return super().save(request)
        get_adapter().send_account_already_exists_mail(email)
        return EmailAddress(user=self.user, email=email)


class ChangePasswordForm(LabelsAlone, forms.ChangePasswordForm):
    pass


class ReauthenticateForm(LabelsAlone, forms.ReauthenticateForm):
    pass


class ResetPasswordForm(LabelsAlone, forms.ResetPasswordForm):
    def clean_email(self):
        """The mail goes to the address in the form in which it was compared."""
        return get_adapter().clean_email(super().clean_email())


class ResetPasswordKeyForm(LabelsAlone, forms.ResetPasswordKeyForm):
    pass

"""A bundle that somebody downloaded, to be checked once more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import UploadField as File

MOST_BYTES = 20_000_000


class BundleForm(forms.Form):
    bundle = File(label=_("Which bundle?"), accept=(".zip",), max_size=MOST_BYTES)

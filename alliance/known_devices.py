"""A device that somebody calls their own is not asked for the second step again for a fortnight.

Whoever looks after other people's information is asked all the same, once they come to it: which
alliance that is, and what they are there, is not known before.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.internal.flows import trust
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

BY_KNOWN_DEVICE = "by_known_device"


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # untyped base
    """allauth's own, and it notes when the device stood in for the step."""

    def _should_handle(self, request: HttpRequest) -> bool:
        is_asked = bool(super()._should_handle(request))
        request.session[BY_KNOWN_DEVICE] = not is_asked and self._is_known(request)
        return is_asked

    def _is_known(self, request: HttpRequest) -> bool:
        return self.login.user is not None and trust.is_trusted_browser(request, self.login.user)


def owes_the_second_step(request: HttpRequest) -> bool:
    """Signed in on the strength of the device alone, in this session."""
    if not request.session.get(BY_KNOWN_DEVICE):
        return False
    records = get_authentication_records(request, request.user)
    return not any(record["method"] == "mfa" for record in records)

"""Asking somebody how they are, as was agreed with them."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from coproduction.actions import aftercare as actions
from coproduction.models import Aftercare
from coproduction.permissions import CoproductionPermission as May
from coproduction.work_forms import AftercareForm


@require_http_methods(["GET", "HEAD", "POST"])
def aftercare(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Aftercare.objects.select_related("contribution__contributor", "done_by")
    care = access.get_or_404(rows.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk)
    form = AftercareForm(request.POST or None, choices=Aftercare.Outcome.choices)
    if request.method == "POST" and form.is_valid():
        said = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.settle, care, **said, **form.cleaned_data):
            return go(request, "alliance:today", said=_("Noted. Thank you for asking."))
    return page(request, "coproduction/aftercare.html", {"care": care, "form": form})

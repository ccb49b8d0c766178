"""Addresses of interests: the register, what is declared against items, and what follows."""

from django.urls import URLPattern, path

from partnership_board.views import interests, recusal

urlpatterns: list[URLPattern] = [
    path("interests/", interests.register, name="interests"),
    path("interests/mine/", interests.mine, name="interests_mine"),
    path("interests/mine/new/", interests.new, name="interest_new"),
    path("interests/<int:pk>/end/", interests.end, name="interest_end"),
    path("meetings/<int:pk>/recusal/", recusal.preview, name="recusal"),
    path("declarations/<int:pk>/rule/", recusal.rule, name="declaration_rule"),
    path("meetings/<int:pk>/items/<slug:number>/declare/", recusal.declare, name="item_declare"),
    path("meetings/<int:pk>/items/<slug:number>/chair/", recusal.item_chair, name="item_chair"),
]

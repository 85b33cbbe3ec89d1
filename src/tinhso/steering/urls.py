"""Addresses of plans, targets and tasks."""

from django.urls import path

from tinhso.steering.pages import plans

app_name = "steering"
urlpatterns = [
    path("plans/<str:slug>", plans.plan, name="plan"),
    path("plans/<str:slug>/", plans.plan),
]

"""Addresses of this room's pages."""

from django.urls import URLPattern, path

from tinhso.people.pages import account, sign_in

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/demo/<uuid:account>/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-in/second-step/", sign_in.second_step, name="second_step"),
    path("sign-in/second-factor/", account.enrol, name="enrol"),
    path("sign-in/new-password/", sign_in.new_password, name="new_password"),
    path("sign-in/go-on/", account.go_on, name="go_on"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/recovery-codes/", account.renew_codes, name="renew_codes"),
    path("account/act-in/<str:post>/", account.act_in, name="act_in"),
]

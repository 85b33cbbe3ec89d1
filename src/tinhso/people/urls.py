"""Addresses of this room's pages."""

from django.urls import URLPattern, path

from tinhso.people.pages import account, agencies, filters, importing, keys, managing, oidc, posts, sign_in

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/demo/<uuid:account>/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("sign-in/second-step/", sign_in.second_step, name="second_step"),
    path("sign-in/second-factor/", account.enrol, name="enrol"),
    path("sign-in/new-password/", sign_in.new_password, name="new_password"),
    path("sign-in/go-on/", account.go_on, name="go_on"),
    path("sign-in/with/<slug:provider>/", oidc.begin, name="oidc_begin"),
    path("sign-in/with/<slug:provider>/return/", oidc.come_back, name="oidc_return"),
    path("demo-issuer/.well-known/openid-configuration", oidc.demo_configuration, name="demo_configuration"),
    path("demo-issuer/keys", oidc.demo_keys, name="demo_keys"),
    path("demo-issuer/authorize", oidc.demo_authorize, name="demo_authorize"),
    path("demo-issuer/token", oidc.demo_token, name="demo_token"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/recovery-codes/", account.renew_codes, name="renew_codes"),
    path("account/act-in/<str:post>/", account.act_in, name="act_in"),
    path("account/keys/", keys.keys, name="keys"),
    path("account/keys/<uuid:key>/revoke/", keys.revoke, name="revoke_key"),
    path("account/filters/", filters.save, name="save_filter"),
    path("account/filters/<uuid:saved>/", filters.change, name="change_filter"),
    path("account/posts/<uuid:post>/delegate/", posts.delegate, name="delegate"),
    path("account/delegations/<uuid:delegation>/revoke/", posts.revoke_delegation, name="revoke_delegation"),
    path("agencies/", agencies.index, name="agencies"),
    path("agencies/<str:code>/", agencies.detail, name="agency"),
    path("manage/accounts/", managing.accounts, name="accounts"),
    path("manage/accounts/new/", managing.new_account, name="new_account"),
    path("manage/accounts/<uuid:account>/", managing.account, name="managed_account"),
    path("manage/accounts/<uuid:account>/contact/", managing.contact, name="contact"),
    path("manage/accounts/<uuid:account>/reset/", managing.reset, name="reset_account"),
    path("manage/accounts/<uuid:account>/close/", managing.close, name="close_account"),
    path("manage/accounts/<uuid:account>/reopen/", managing.reopen, name="reopen_account"),
    path("manage/posts/<uuid:post>/hand-over/", posts.hand_over, name="hand_over"),
    path("manage/import/", importing.upload, name="import"),
    path("manage/import/template.xlsx", importing.template, name="import_template"),
    path("manage/import/apply/", importing.apply, name="import_apply"),
]

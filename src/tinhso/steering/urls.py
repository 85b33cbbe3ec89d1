"""Addresses of plans, targets, tasks, reports and the work they make."""

from django.urls import URLPattern, path

from tinhso.steering.pages import editing, evidence, monthly, plans, reports, targets, tasks, work, workbooks

app_name = "steering"
urlpatterns: list[URLPattern] = [
    path("plans/", plans.index, name="plans"),
    path("plans/new", editing.new_plan, name="new_plan"),
    path("plans/<str:slug>", plans.plan, name="plan"),
    path("plans/<str:slug>/", plans.plan),
    path("plans/<str:slug>/edit", editing.edit_plan, name="edit_plan"),
    path("plans/<str:slug>/next", editing.next_plan, name="next_plan"),
    path("plans/<str:slug>/arrange", editing.arrange, name="arrange"),
    path("plans/<str:slug>/workbook", workbooks.workbook, name="workbook"),
    path("plans/<str:slug>/workbook.xlsx", workbooks.template, name="template"),
    path("plans/<str:slug>/goals/new", editing.new_goal, name="new_goal"),
    path("plans/<str:slug>/targets/new", editing.new_target, name="new_target"),
    path("plans/<str:slug>/tasks/new", editing.new_task, name="new_task"),
    path("targets/", targets.index, name="targets"),
    path("targets/<str:code>", targets.target, name="target"),
    path("targets/<str:code>/", targets.target),
    path("targets/<str:code>/edit", editing.edit_target, name="edit_target"),
    path("targets/<str:code>/retire", editing.retire_target, name="retire_target"),
    path("targets/<str:code>/report", reports.of_target, name="report_target"),
    path("tasks/", tasks.index, name="tasks"),
    path("tasks/<str:code>", tasks.task, name="task"),
    path("tasks/<str:code>/", tasks.task),
    path("tasks/<str:code>/edit", editing.edit_task, name="edit_task"),
    path("tasks/<str:code>/change", tasks.change, name="change_task"),
    path("tasks/<str:code>/retire", editing.retire_task, name="retire_task"),
    path("tasks/<str:code>/report", reports.of_task, name="report_task"),
    path("tasks/<str:code>/ask", tasks.ask, name="ask"),
    path("tasks/<str:code>/requests/<uuid:asked>", tasks.decide, name="decide_request"),
    path("reports/<uuid:report_id>", reports.report, name="report"),
    path("reports/<uuid:report_id>/decide", reports.decide, name="decide_report"),
    path("reports/<uuid:report_id>/mend", reports.mend, name="mend"),
    path("reports/<uuid:report_id>/files/<uuid:file>", evidence.evidence, name="evidence"),
    path("my-work/", work.my, name="my_work"),
    path("monthly/", monthly.monthly, name="monthly"),
]

"""Give tasks made before the words they are found by."""

from django.db import migrations

from tinhso.base.text import search_key


def words(apps, schema_editor):
    """Write the words of every task; pages of tasks read them from now on."""
    Task = apps.get_model("steering", "Task")
    rows = Task.objects.filter(search_key="").only("pk", "title", "title_en", "code")
    stretch = []
    for row in rows.iterator(chunk_size=1000):
        row.search_key = search_key(row.title, row.title_en, row.code)
        stretch.append(row)
        if len(stretch) == 1000:
            Task.objects.bulk_update(stretch, ["search_key"])
            stretch = []
    Task.objects.bulk_update(stretch, ["search_key"])


class Migration(migrations.Migration):

    dependencies = [
        ("steering", "0008_tasks_in_depth"),
    ]

    operations = [
        migrations.RunPython(words, migrations.RunPython.noop),
    ]

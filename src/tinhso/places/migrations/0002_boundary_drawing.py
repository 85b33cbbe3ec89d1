from django.db import migrations, models


def _fields():
    yield "path", models.TextField, ""
    for side in ("west", "north", "east", "south"):
        yield side, models.IntegerField, 0


class Migration(migrations.Migration):
    """Outlines are drawn once, when they are stored; none were stored before."""

    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField("boundary", name, kind(default=start), preserve_default=False)
        for name, kind, start in _fields()
    ]

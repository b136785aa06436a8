from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [("articles", "0005_indexes_of_the_works")]

    operations = [
        migrations.CreateModel(
            name="Erratum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.TextField(blank=True, verbose_name="before")),
                ("now", models.TextField(blank=True, verbose_name="since")),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="errata", to="articles.edition")),
            ],
            options={
                "verbose_name": "erratum",
                "verbose_name_plural": "errata",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON articles_erratum "
            "FOR EACH ROW EXECUTE FUNCTION opinion_refuse_edition_change();",
            "DROP TRIGGER never_change ON articles_erratum;",
        ),
    ]

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authors', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('focal_x', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('focal_y', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('alt', models.CharField(blank=True, help_text="Describes the picture for people who can't see it.", max_length=300, verbose_name='alt text')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Photographer or source, and licence.', max_length=200, verbose_name='credit')),
                ('file', models.ImageField(height_field='height', upload_to='pictures/%Y/%m/', verbose_name='file', width_field='width')),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('media_type', models.CharField(editable=False, help_text='image/jpeg', max_length=40)),
                ('size', models.PositiveIntegerField(editable=False, help_text='In bytes.')),
                ('file_name', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, verbose_name='file name')),
                ('widths', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), db_default=[], default=list, editable=False, size=None)),
                ('digest', models.CharField(db_index=True, editable=False, help_text="The file's SHA-256.", max_length=64)),
                ('licence', models.CharField(blank=True, help_text='For example CC BY 4.0, or what it was bought for.', max_length=200, verbose_name='licence')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'constraints': [models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='picture_focal_point_is_inside'), models.CheckConstraint(condition=models.Q(('height__gt', 0), ('size__gt', 0), ('width__gt', 0)), name='picture_has_a_size'), models.CheckConstraint(condition=models.Q(('file', ''), _negated=True), name='picture_has_a_file'), models.CheckConstraint(condition=models.Q(('media_type__regex', '^image/[a-z]+$')), name='picture_is_an_image'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='picture_digest_is_sha256')],
                'indexes': [models.Index(fields=['file'], name='picture_by_file'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('alt', 'caption', 'credit', models.Func(models.F('file_name'), models.Value('._-/'), models.Value('    '), function='translate'), config='simple'), name='picture_by_words')],
            },
        ),
    ]

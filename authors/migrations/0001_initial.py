import authors.models
import authors.orcid
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import opinion.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from opinion.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffNames',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(help_text='Notices of the moderation desk go to it. Readers never see it.', max_length=254, verbose_name='email address')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'swappable': 'AUTH_USER_MODEL',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_staff', False), models.Q(('email', ''), _negated=True), _connector='OR'), name='user_staff_has_email', violation_error_message='Staff need an email address.'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='user_email_is_unique', violation_error_message='Someone on the staff already has this email address.')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='authors.author')),
                ('merged_at', models.DateTimeField(editable=False, null=True)),
                ('merged_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(help_text='As it appears in bylines: Ngaire Whitcombe.', max_length=120, verbose_name='name')),
                ('sort_name', models.CharField(blank=True, help_text='For alphabetical lists: Whitcombe, Ngaire. If left blank, the last word comes first.', max_length=120, verbose_name='sorted as')),
                ('sort_key', opinion.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=300, source='sort_name')),
                ('slug', models.SlugField(allow_unicode=True, help_text="The last part of the author's page: /author/ngaire-whitcombe/.", max_length=120, unique=True, verbose_name='address')),
                ('role', models.CharField(blank=True, help_text='Shown under the name: Lecturer in public law, University of Leeds.', max_length=200, verbose_name='role or affiliation')),
                ('bio', models.TextField(blank=True, help_text='Who they are and why they know the subject. Any length.', verbose_name='about the author')),
                ('bio_html', opinion.fields.RenderedField(blank=True, editable=False, policy='note', source='bio')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
                ('disclaimer', models.CharField(blank=True, help_text='Printed with every article: “The opinions expressed in her articles are her own.”', max_length=300, verbose_name='standing disclaimer')),
                ('disclosure', models.CharField(blank=True, db_default='', default='', help_text="Shown on the author's page: work, money, memberships and family ties that readers should know about.", max_length=600, verbose_name='interests')),
                ('picture', models.ImageField(blank=True, height_field='picture_height', help_text='Shown as a square. Location and camera data are removed.', upload_to='authors/', verbose_name='picture', width_field='picture_width')),
                ('picture_width', models.PositiveIntegerField(editable=False, null=True)),
                ('picture_height', models.PositiveIntegerField(editable=False, null=True)),
                ('orcid', models.CharField(blank=True, help_text='16 digits, such as 0000-0002-1825-0097.', max_length=19, validators=[authors.orcid.validate], verbose_name='ORCID')),
                ('user', models.OneToOneField(blank=True, help_text="Only for authors who log in to write. A byline doesn't need an account.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='author', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'authors',
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='author_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_by', None), ('merged_into', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False)), _connector='OR'), name='author_merge_has_its_day'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='author_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='AuthorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='authors.author')),
                ('label', models.CharField(help_text='The text readers click: Website.', max_length=60, verbose_name='label')),
                ('url', models.CharField(max_length=500, validators=[authors.models.validate_link], verbose_name='address')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['pk'],
            },
        ),
    ]

from django.conf import settings
from django.db import migrations, models
import authors.models
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import opinion.articles.models.publication
import opinion.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authors', '0001_initial'),
        ('references', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(help_text='Leave out the type: “– OpEd” is added automatically.', max_length=200, verbose_name='headline')),
                ('standfirst', models.CharField(blank=True, help_text='One or two sentences for article lists, search results and below the headline.', max_length=400, verbose_name='standfirst')),
                ('language', models.CharField(choices=opinion.fields.languages, default='en', max_length=12, verbose_name='language')),
                ('body', models.TextField(blank=True, help_text='You can paste from Word or Google Docs: headings, emphasis, lists and links are kept.', verbose_name='text')),
                ('body_html', opinion.fields.RenderedField(blank=True, editable=False, policy='article', source='body')),
                ('note', models.TextField(blank=True, help_text='“About the author”, as printed below this article.', verbose_name="author's note")),
                ('note_html', opinion.fields.RenderedField(blank=True, editable=False, policy='note', source='note')),
                ('split_references', models.BooleanField(db_default=False, default=False, help_text='Lists works cited in the text first, and the rest below as further reading.', verbose_name='separate further reading')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
                ('picture', models.ImageField(blank=True, height_field='picture_height', help_text='Shown above the text. Location and camera data are removed.', upload_to='articles/%Y/%m/', verbose_name='picture', width_field='picture_width')),
                ('picture_width', models.PositiveIntegerField(editable=False, null=True)),
                ('picture_height', models.PositiveIntegerField(editable=False, null=True)),
                ('picture_alt', models.CharField(blank=True, help_text="Describes the picture for people who can't see it.", max_length=300, verbose_name='alt text')),
                ('picture_caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('picture_credit', models.CharField(blank=True, help_text='Photographer or source, and licence.', max_length=200, verbose_name='credit')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, help_text="The last part of the article's address. If left blank, it is made from the headline.", max_length=120, unique=True, verbose_name='address')),
                ('address', models.CharField(editable=False, max_length=140, null=True, unique=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('status_changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last edited')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('scheduled_for', models.DateTimeField(blank=True, help_text="In the publication's time zone.", null=True, verbose_name='publish at')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='first published')),
                ('withdrawal_reason', models.CharField(blank=True, help_text="Readers see this at the article's address.", max_length=300, verbose_name='reason for the withdrawal')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'permissions': [('publish_article', 'Can publish, schedule and withdraw articles'), ('edit_all_articles', "Can view and edit other people's articles")],
            },
        ),
        migrations.CreateModel(
            name='ArticleType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='OpEd, Analysis, Letter', max_length=40, unique=True, verbose_name='label')),
                ('suffix', models.CharField(blank=True, help_text="Added to the headline automatically: “– OpEd”. Don't type it into headlines.", max_length=40, verbose_name='suffix')),
                ('explanation', models.CharField(help_text='Tells readers in one line what this label means.', max_length=300, verbose_name='explanation')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
            ],
            options={
                'verbose_name': 'article type',
                'verbose_name_plural': 'article types',
                'ordering': ['position', 'label'],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('by', 'By'), ('with', 'With'), ('told_to', 'As told to'), ('translated', 'Translated by'), ('interviewed', 'Interviewed by')], default='by', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
            ],
            options={
                'verbose_name': 'author',
                'verbose_name_plural': 'byline',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(help_text='Leave out the type: “– OpEd” is added automatically.', max_length=200, verbose_name='headline')),
                ('standfirst', models.CharField(blank=True, help_text='One or two sentences for article lists, search results and below the headline.', max_length=400, verbose_name='standfirst')),
                ('language', models.CharField(choices=opinion.fields.languages, default='en', max_length=12, verbose_name='language')),
                ('body', models.TextField(blank=True, help_text='You can paste from Word or Google Docs: headings, emphasis, lists and links are kept.', verbose_name='text')),
                ('body_html', opinion.fields.RenderedField(blank=True, editable=False, policy='article', source='body')),
                ('note', models.TextField(blank=True, help_text='“About the author”, as printed below this article.', verbose_name="author's note")),
                ('note_html', opinion.fields.RenderedField(blank=True, editable=False, policy='note', source='note')),
                ('split_references', models.BooleanField(db_default=False, default=False, help_text='Lists works cited in the text first, and the rest below as further reading.', verbose_name='separate further reading')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
                ('picture', models.ImageField(blank=True, height_field='picture_height', help_text='Shown above the text. Location and camera data are removed.', upload_to='articles/%Y/%m/', verbose_name='picture', width_field='picture_width')),
                ('picture_width', models.PositiveIntegerField(editable=False, null=True)),
                ('picture_height', models.PositiveIntegerField(editable=False, null=True)),
                ('picture_alt', models.CharField(blank=True, help_text="Describes the picture for people who can't see it.", max_length=300, verbose_name='alt text')),
                ('picture_caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('picture_credit', models.CharField(blank=True, help_text='Photographer or source, and licence.', max_length=200, verbose_name='credit')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('published_at', models.DateTimeField(verbose_name='published')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['article', '-number'],
            },
        ),
        migrations.CreateModel(
            name='EditionByline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('by', 'By'), ('with', 'With'), ('told_to', 'As told to'), ('translated', 'Translated by'), ('interviewed', 'Interviewed by')], default='by', max_length=12, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
                ('name', models.CharField(max_length=120)),
                ('affiliation', models.CharField(blank=True, max_length=200)),
                ('bio', models.TextField(blank=True)),
                ('bio_html', opinion.fields.RenderedField(blank=True, editable=False, policy='note', source='bio')),
                ('disclaimer', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EditionReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
                ('text', models.TextField(help_text='As readers see it.', verbose_name='reference')),
                ('text_html', opinion.fields.RenderedField(blank=True, editable=False, policy='inline', source='text')),
                ('url', models.CharField(blank=True, max_length=2000, verbose_name='link')),
                ('locator', models.CharField(blank=True, db_default='', help_text='Where in the work: “p. 12”.', max_length=100, verbose_name='page or chapter')),
                ('record', models.JSONField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Erratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.TextField(blank=True, verbose_name='before')),
                ('now', models.TextField(blank=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'erratum',
                'verbose_name_plural': 'errata',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Opinion', max_length=100, verbose_name='name')),
                ('tagline', models.CharField(blank=True, help_text='Shown under the name, in one line.', max_length=200, verbose_name='tagline')),
                ('logo', models.ImageField(blank=True, height_field='logo_height', help_text='Replaces the name at the top of each page. The name becomes its alt text.', upload_to='publication/', verbose_name='logo', width_field='logo_width')),
                ('logo_width', models.PositiveIntegerField(editable=False, null=True)),
                ('logo_height', models.PositiveIntegerField(editable=False, null=True)),
                ('language', models.CharField(choices=opinion.fields.languages, default='en', help_text='Used for the site itself. Articles can be in other languages.', max_length=12, verbose_name='language')),
                ('time_zone', models.CharField(default='UTC', help_text='Used for every date on the site, such as Europe/London.', max_length=64, validators=[opinion.articles.models.publication.validate_time_zone], verbose_name='time zone')),
                ('contact_email', models.EmailField(blank=True, help_text='Shown publicly on the site. Leave blank to show none.', max_length=254, verbose_name='public email address')),
                ('postal_address', models.TextField(blank=True, help_text='Shown on the About and Privacy pages.', verbose_name='postal address')),
                ('about', models.TextField(blank=True, help_text='Who publishes this, who pays for it and what it is for.', verbose_name='about')),
                ('about_html', opinion.fields.RenderedField(blank=True, editable=False, policy='article', source='about')),
                ('comment_guidelines', models.TextField(blank=True, help_text='What you ask of people who comment. Linked from every comment form.', verbose_name='comment guidelines')),
                ('comment_guidelines_html', opinion.fields.RenderedField(blank=True, editable=False, policy='article', source='comment_guidelines')),
                ('citation_style', models.CharField(choices=opinion.articles.models.publication.citation_styles, db_default='chicago-notes', default='chicago-notes', help_text='How confirmed references are printed under an article. Other lines stay as pasted.', max_length=40, verbose_name='citation style')),
                ('html_policy', opinion.fields.PolicyVersionField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publication',
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
                ('text', models.TextField(help_text='As readers see it.', verbose_name='reference')),
                ('text_html', opinion.fields.RenderedField(blank=True, editable=False, policy='inline', source='text')),
                ('locator', models.CharField(blank=True, db_default='', help_text='Where in the work: “p. 12”.', max_length=100, verbose_name='page or chapter')),
                ('url', models.CharField(blank=True, max_length=2000, validators=[authors.models.validate_link], verbose_name='link')),
                ('pasted', models.TextField(blank=True, editable=False, help_text='The original line, before clean-up.', verbose_name='as pasted')),
                ('state', models.CharField(choices=[('line', 'text only'), ('look', 'to check'), ('known', 'confirmed')], db_default='line', default='line', editable=False, max_length=5, verbose_name='status')),
            ],
            options={
                'verbose_name': 'reference',
                'verbose_name_plural': 'references',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text="The last part of the page's address.", max_length=80, unique=True, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='Shown at the top of the page.', max_length=300, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='Lower numbers come first in the menu.', verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text="The last part of the page's address.", max_length=80, unique=True, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='Shown at the top of the page.', max_length=300, verbose_name='description')),
                ('sort_key', opinion.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=300, source='name')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='edited_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='scheduled_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='status_changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='article',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.articletype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='byline',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.article'),
        ),
        migrations.AddField(
            model_name='byline',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authors.author', verbose_name='author'),
        ),
        migrations.AddField(
            model_name='edition',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='articles.article'),
        ),
        migrations.AddField(
            model_name='edition',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.articletype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='article',
            name='live_edition',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='live_for', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='editionbyline',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authors.author', verbose_name='author'),
        ),
        migrations.AddField(
            model_name='editionbyline',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='editionreference',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='editionreference',
            name='work',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='references.work', verbose_name='work'),
        ),
        migrations.AddField(
            model_name='erratum',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='errata', to='articles.edition'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_publication'),
        ),
        migrations.AddField(
            model_name='reference',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='articles.article'),
        ),
        migrations.AddField(
            model_name='reference',
            name='work',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='references.work', verbose_name='work'),
        ),
        migrations.AddField(
            model_name='edition',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='edition',
            name='topics',
            field=models.ManyToManyField(related_name='+', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='article',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='+', to='articles.topic', verbose_name='topics'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('article', 'position'), name='byline_position'),
        ),
        migrations.AddConstraint(
            model_name='byline',
            constraint=models.UniqueConstraint(fields=('article', 'author', 'role'), name='byline_author_once_a_role', violation_error_message='This author is already in the byline with this role.'),
        ),
        migrations.AddConstraint(
            model_name='editionbyline',
            constraint=models.UniqueConstraint(fields=('edition', 'position'), name='edition_byline_position'),
        ),
        migrations.AddIndex(
            model_name='editionreference',
            index=models.Index(fields=['work'], name='printed_reference_of_work'),
        ),
        migrations.AddConstraint(
            model_name='editionreference',
            constraint=models.UniqueConstraint(fields=('edition', 'position'), name='edition_reference_position'),
        ),
        migrations.AddIndex(
            model_name='reference',
            index=models.Index(fields=['work'], name='reference_of_work'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('article', 'position'), name='reference_position'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'line'), models.Q(('state__in', ['look', 'known']), ('work__isnull', False)), _connector='OR'), name='reference_read_has_work'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='edition_number'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('scheduled_for__isnull', False)), fields=['scheduled_for'], name='article_due'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.OrderBy(models.F('edited_at'), descending=True), name='article_last_edited'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'scheduled', 'published', 'withdrawn'])), name='article_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'withdrawn']), _negated=True), models.Q(('address__isnull', False), ('live_edition__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='article_published_has_edition'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheduled_by__isnull', True), ('scheduled_for__isnull', True)), models.Q(('scheduled_by__isnull', False), ('scheduled_for__isnull', False)), _connector='OR'), name='article_schedule_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'scheduled'), _negated=True), ('scheduled_for__isnull', False), _connector='OR'), name='article_scheduled_has_time'),
        ),
    ]

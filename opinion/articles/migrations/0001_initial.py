from django.conf import settings
from django.db import migrations, models
import authors.models
import django.contrib.postgres.functions
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import opinion.articles.models.publication
import opinion.fields


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('authors', '0001_initial'),
        ('pictures', '0001_initial'),
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
                ('scheduled_for', models.DateTimeField(blank=True, help_text="In the publication's time zone.", null=True, verbose_name='publish at')),
                ('scheduled_change', models.CharField(blank=True, choices=[('first', 'First publication'), ('unstated', 'Not stated'), ('typo', 'Typo: nothing is said differently'), ('clarification', 'Clarification'), ('correction', 'Correction'), ('update', 'Update')], db_default='', editable=False, max_length=13)),
                ('scheduled_note', models.CharField(blank=True, db_default='', editable=False, max_length=600)),
                ('slug', models.SlugField(allow_unicode=True, blank=True, help_text="The last part of the article's address. If left blank, it is made from the headline.", max_length=120, unique=True, verbose_name='address')),
                ('address', models.CharField(editable=False, max_length=140, null=True, unique=True)),
                ('guid', models.CharField(editable=False, max_length=500, null=True, unique=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('status_changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last edited')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('digest', models.CharField(blank=True, db_default='', editable=False, max_length=64)),
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
            name='ArticlePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('focal_x', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('focal_y', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('alt', models.CharField(blank=True, help_text="Describes the picture for people who can't see it.", max_length=300, verbose_name='alt text')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Photographer or source, and licence.', max_length=200, verbose_name='credit')),
                ('role', models.CharField(choices=[('lead', 'Above the text'), ('figure', 'In the text')], max_length=10, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['position'],
                'abstract': False,
                'default_permissions': (),
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
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('change', models.CharField(choices=[('first', 'First publication'), ('unstated', 'Not stated'), ('typo', 'Typo: nothing is said differently'), ('clarification', 'Clarification'), ('correction', 'Correction'), ('update', 'Update')], max_length=13, verbose_name='change')),
                ('change_note', models.CharField(blank=True, db_default='', max_length=600, verbose_name='what changed, for readers')),
                ('modified_at', models.DateTimeField(verbose_name='modified')),
                ('digest', models.CharField(db_default='', editable=False, max_length=64)),
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
            name='EditionPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('focal_x', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('focal_y', models.PositiveSmallIntegerField(db_default=50, default=50, validators=[django.core.validators.MaxValueValidator(100)])),
                ('alt', models.CharField(blank=True, help_text="Describes the picture for people who can't see it.", max_length=300, verbose_name='alt text')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Photographer or source, and licence.', max_length=200, verbose_name='credit')),
                ('role', models.CharField(choices=[('lead', 'Above the text'), ('figure', 'In the text')], max_length=10, verbose_name='role')),
                ('position', models.PositiveSmallIntegerField(editable=False, verbose_name='position')),
            ],
            options={
                'ordering': ['position'],
                'abstract': False,
                'default_permissions': (),
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
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text='With its slashes: /old-page/.', max_length=500, unique=True, verbose_name='old address')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'redirect',
                'verbose_name_plural': 'redirects',
                'default_permissions': (),
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
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('save', 'Saved'), ('autosave', 'Saved by itself'), ('publish', 'Published'), ('restore', 'Restored')], max_length=8)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('document', models.JSONField()),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SanctionedAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('redaction', 'Words taken out'), ('import_undo', 'An import undone')], max_length=11)),
                ('by_name', models.CharField(blank=True, db_default='', editable=False, max_length=150)),
                ('why', models.TextField(editable=False)),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ('written_in', models.CharField(db_default='', editable=False, max_length=20)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_at', models.DateTimeField(editable=False, null=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text="The last part of the page's address.", max_length=80, unique=True, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='Shown at the top of the page.', max_length=300, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=100, help_text='Lower numbers come first in the menu.', verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_at', models.DateTimeField(editable=False, null=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, help_text="The last part of the page's address.", max_length=80, unique=True, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='Shown at the top of the page.', max_length=300, verbose_name='description')),
                ('sort_key', opinion.fields.SortKeyField(blank=True, db_index=True, editable=False, max_length=300, source='name')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
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
            model_name='articlepicture',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='articles.article'),
        ),
        migrations.AddField(
            model_name='articlepicture',
            name='picture',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='picture'),
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
            field=models.ForeignKey(limit_choices_to={'merged_into': None}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authors.author', verbose_name='author'),
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
            field=models.ForeignKey(limit_choices_to={'merged_into': None}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='authors.author', verbose_name='author'),
        ),
        migrations.AddField(
            model_name='editionbyline',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='editionpicture',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='articles.edition'),
        ),
        migrations.AddField(
            model_name='editionpicture',
            name='picture',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pictures.picture', verbose_name='picture'),
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
            model_name='redirect',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='authors.author'),
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
            model_name='revision',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='articles.article'),
        ),
        migrations.AddField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='revision',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='editions', to='articles.revision'),
        ),
        migrations.AddField(
            model_name='article',
            name='scheduled_revision',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='articles.revision'),
        ),
        migrations.AddField(
            model_name='sanctionedact',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section',
            name='merged_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section',
            name='merged_into',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='articles.section'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='section',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.section'),
        ),
        migrations.AddField(
            model_name='edition',
            name='section',
            field=models.ForeignKey(limit_choices_to={'merged_into': None}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(limit_choices_to={'merged_into': None}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_into',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='edition',
            name='topics',
            field=models.ManyToManyField(related_name='+', to='articles.topic'),
        ),
        migrations.AddField(
            model_name='article',
            name='topics',
            field=models.ManyToManyField(blank=True, limit_choices_to={'merged_into': None}, related_name='+', to='articles.topic', verbose_name='topics'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='articlepicture_focal_point_is_inside'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'figure'])), name='picture_of_draft_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('article', 'position'), name='picture_of_draft_position'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('article',), name='picture_of_draft_one_lead'),
        ),
        migrations.AddConstraint(
            model_name='articlepicture',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'figure')), fields=('article', 'picture'), name='picture_of_draft_figure_once'),
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
        migrations.AddConstraint(
            model_name='editionpicture',
            constraint=models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='editionpicture_focal_point_is_inside'),
        ),
        migrations.AddConstraint(
            model_name='editionpicture',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'figure'])), name='printed_picture_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='editionpicture',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('edition', 'position'), name='printed_picture_position'),
        ),
        migrations.AddConstraint(
            model_name='editionpicture',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('edition',), name='printed_picture_one_lead'),
        ),
        migrations.AddConstraint(
            model_name='editionpicture',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'figure')), fields=('edition', 'picture'), name='printed_picture_figure_once'),
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
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['save', 'autosave', 'publish', 'restore'])), name='revision_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('document__has_keys', ['schema', 'content', 'byline', 'references'])), name='revision_names_its_schema'),
        ),
        migrations.AddConstraint(
            model_name='sanctionedact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['redaction', 'import_undo'])), name='sanctioned_act_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sanctionedact',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('by_name', ''), _negated=True), _connector='XOR'), name='sanctioned_act_names_who'),
        ),
        migrations.AddConstraint(
            model_name='sanctionedact',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='sanctioned_act_says_why'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='section_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_by', None), ('merged_into', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False)), _connector='OR'), name='section_merge_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='topic_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_at', None), ('merged_by', None), ('merged_into', None)), models.Q(('merged_at__isnull', False), ('merged_into__isnull', False)), _connector='OR'), name='topic_merge_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('author__isnull', True), ('section__isnull', True), ('topic__isnull', True)), models.Q(('article__isnull', True), ('author__isnull', True), ('section__isnull', False), ('topic__isnull', True)), models.Q(('article__isnull', True), ('author__isnull', True), ('section__isnull', True), ('topic__isnull', False)), models.Q(('article__isnull', True), ('author__isnull', False), ('section__isnull', True), ('topic__isnull', True)), _connector='OR'), name='redirect_has_one_target'),
        ),
        migrations.AddConstraint(
            model_name='redirect',
            constraint=models.CheckConstraint(condition=models.Q(('path__startswith', '/'), models.Q(('path__startswith', '//'), _negated=True)), name='redirect_path_is_ours'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='edition_number'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('change__in', ['first', 'unstated', 'typo', 'clarification', 'correction', 'update'])), name='edition_change_is_known'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', 'first'), ('number', 1)), models.Q(('number__gt', 1), models.Q(('change', 'first'), _negated=True)), _connector='OR'), name='edition_first_is_number_one'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('change__in', ('clarification', 'correction', 'update')), ('change_note', ''), _connector='XOR'), name='edition_note_goes_with_change'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('modified_at__lte', models.F('published_at'))), name='edition_modified_by_then'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheduled_by__isnull', True), ('scheduled_change', ''), ('scheduled_for__isnull', True), ('scheduled_note', ''), ('scheduled_revision__isnull', True)), models.Q(('scheduled_by__isnull', False), ('scheduled_change__in', ['first', 'unstated', 'typo', 'clarification', 'correction', 'update']), ('scheduled_for__isnull', False), ('scheduled_revision__isnull', False)), _connector='OR'), name='article_schedule_is_whole'),
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guid__isnull', True), ('published_at__isnull', True)), models.Q(('guid__isnull', False), ('published_at__isnull', False), models.Q(('guid', ''), _negated=True)), _connector='OR'), name='article_guid_since_published'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'scheduled'), _negated=True), ('scheduled_for__isnull', False), _connector='OR'), name='article_scheduled_has_time'),
        ),
    ]

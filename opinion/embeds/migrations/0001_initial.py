from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EmbedCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('thumbnail', models.FileField(blank=True, upload_to='embeds/%Y/%m/', verbose_name='picture')),
                ('thumbnail_width', models.PositiveIntegerField(editable=False, null=True)),
                ('thumbnail_height', models.PositiveIntegerField(editable=False, null=True)),
                ('frame_width', models.PositiveIntegerField(editable=False, null=True)),
                ('frame_height', models.PositiveIntegerField(editable=False, null=True)),
                ('address', models.CharField(max_length=500, unique=True, verbose_name='address')),
                ('fetched_at', models.DateTimeField(editable=False, null=True, verbose_name='fetched')),
            ],
            options={
                'verbose_name': 'card',
                'verbose_name_plural': 'cards',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Host',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As readers know it: YouTube.', max_length=60, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('video', 'Video'), ('post', 'Post'), ('chart', 'Chart'), ('document', 'Document')], max_length=10, verbose_name='kind')),
                ('addresses', models.TextField(help_text='One pattern a line, with names in braces for what differs: youtube.com/watch?v={id}. {number} stands for figures only, {path} for any path.', verbose_name='addresses')),
                ('frame', models.CharField(blank=True, help_text="The player's address, with the same names: https://www.youtube-nocookie.com/embed/{id}. Left empty, the card is a link.", max_length=300, verbose_name='loaded when pressed')),
                ('oembed', models.CharField(blank=True, help_text="The site's oEmbed address. Left empty, the card shows the address.", max_length=300, verbose_name='asked for title and picture')),
            ],
            options={
                'verbose_name': 'embed host',
                'verbose_name_plural': 'embed hosts',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['video', 'post', 'chart', 'document'])), name='embed_host_kind_is_known'), models.CheckConstraint(condition=models.Q(('frame', ''), ('frame__regex', '^https://[a-z0-9.-]+/[^\\s;,]*$'), _connector='OR'), name='embed_host_frame_is_https')],
            },
        ),
    ]

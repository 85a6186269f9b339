
import django.db.models.deletion
import magazine.models.issue_file
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0003_english_texts_signatures_and_credits'),
        ('magazine', '0001_issues_and_articles'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuepage',
            name='copy_deadline',
            field=models.DateField(blank=True, help_text='When all texts have to be there. For planning.', null=True, verbose_name='copy deadline'),
        ),
        migrations.AddField(
            model_name='issuepage',
            name='editor_profile',
            field=models.ForeignKey(blank=True, help_text='Portrait and signature stand beside the editorial.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='editorial.author', verbose_name='profile of the editor in chief'),
        ),
        migrations.AddField(
            model_name='magazinepage',
            name='accent',
            field=models.CharField(choices=[('blue', 'Blue'), ('teal', 'Teal'), ('leaf', 'Leaf green'), ('ochre', 'Ochre'), ('vermilion', 'Vermilion'), ('rose', 'Rose'), ('violet', 'Violet'), ('slate', 'Slate')], default='blue', help_text='Links, rules and page numbers of this magazine; each is legible on light and on dark.', max_length=12, verbose_name='accent colour'),
        ),
        migrations.AddField(
            model_name='section',
            name='description_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='description (English)'),
        ),
        migrations.AddField(
            model_name='section',
            name='name_en',
            field=models.CharField(blank=True, max_length=80, verbose_name='name (English)'),
        ),
        migrations.CreateModel(
            name='IssueFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('epub', 'EPUB')], max_length=4, verbose_name='kind')),
                ('state', models.CharField(choices=[('wanted', 'Being made'), ('ready', 'Ready'), ('failed', 'Failed')], default='wanted', max_length=6, verbose_name='state')),
                ('file', models.FileField(blank=True, upload_to=magazine.models.issue_file._path, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('complaints', models.JSONField(blank=True, default=list, verbose_name='complaints')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='magazine.issuepage')),
            ],
            options={
                'verbose_name': 'issue as a file',
                'verbose_name_plural': 'issues as files',
                'constraints': [models.UniqueConstraint(fields=('issue', 'kind'), name='one_file_a_kind_and_issue')],
            },
        ),
    ]

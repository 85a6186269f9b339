"""Groups and the workflow from author to editor in chief; rights follow after the migrations (pollenpost.roles).

Wagtail begins with the groups Editors and Moderators and with a workflow "Moderators approval" at the root page.
They are renamed and completed rather than doubled, so that members, rights given by hand and texts that wait for
approval at this moment stay where they are. A workflow that somebody has changed is left alone.
"""

from django.db import migrations

WAGTAILS_WORKFLOW = "Moderators approval"
REVIEW, APPROVAL = "Durchsicht in der Redaktion", "Freigabe der Chefredaktion"


def rename_moderators(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    GroupPagePermission = apps.get_model("wagtailcore.GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore.GroupCollectionPermission")
    moderators = Group.objects.filter(name="Moderators").first()
    chiefs = Group.objects.filter(name="Editors in chief").first()
    if moderators is None:
        return
    if chiefs is None:
        moderators.name = "Editors in chief"
        moderators.save()
        return
    # Somebody made the group by hand already: it takes over members and rights.
    for member in moderators.user_set.all():
        member.groups.add(chiefs)
    chiefs.permissions.add(*moderators.permissions.all())
    for task in apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(groups=moderators):
        task.groups.add(chiefs)
    for one in GroupPagePermission.objects.filter(group=moderators):
        GroupPagePermission.objects.get_or_create(group=chiefs, page_id=one.page_id, permission_id=one.permission_id)
    for one in GroupCollectionPermission.objects.filter(group=moderators):
        GroupCollectionPermission.objects.get_or_create(
            group=chiefs, collection_id=one.collection_id, permission_id=one.permission_id
        )
    moderators.delete()


def install_workflow(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Workflow = apps.get_model("wagtailcore.Workflow")
    WorkflowTask = apps.get_model("wagtailcore.WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore.WorkflowPage")
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()
    if root is None:
        return
    editors, _made = Group.objects.get_or_create(name="Editors")
    chiefs, _made = Group.objects.get_or_create(name="Editors in chief")
    at_root = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if at_root:
        approval = untouched(apps, at_root.workflow)
        if approval is None:
            return
        workflow = at_root.workflow
        workflow.name = "Redaktion"
        workflow.save()
        approval.name = APPROVAL
        approval.save()
        approval.groups.add(chiefs)
    else:
        workflow = Workflow.objects.create(name="Redaktion")
        approval = new_task(apps, APPROVAL, [chiefs])
        WorkflowPage.objects.create(workflow=workflow, page=root)
    WorkflowTask.objects.filter(workflow=workflow).delete()
    review = new_task(apps, REVIEW, [editors, chiefs])
    WorkflowTask.objects.create(workflow=workflow, task=review, sort_order=0)
    WorkflowTask.objects.create(workflow=workflow, task_id=approval.pk, sort_order=1)


def untouched(apps, workflow):
    """The only task of Wagtail's own workflow; None if somebody has made it theirs."""
    tasks = list(apps.get_model("wagtailcore.WorkflowTask").objects.filter(workflow=workflow))
    if workflow.name != WAGTAILS_WORKFLOW or len(tasks) != 1:
        return None
    GroupApprovalTask = apps.get_model("wagtailcore.GroupApprovalTask")
    return GroupApprovalTask.objects.filter(pk=tasks[0].task_id, name=WAGTAILS_WORKFLOW).first()


def new_task(apps, name, groups):
    GroupApprovalTask = apps.get_model("wagtailcore.GroupApprovalTask")
    kind, _made = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = GroupApprovalTask.objects.create(name=name, content_type=kind, active=True)
    task.groups.set(groups)
    return task


class Migration(migrations.Migration):
    dependencies = [
        ("pollenpost", "0001_rights_that_were_given"),
        ("wagtailcore", "0098_apitoken"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(rename_moderators, migrations.RunPython.noop),
        migrations.RunPython(install_workflow, migrations.RunPython.noop),
    ]

from celery import shared_task

from magazine.services import issue_files


@shared_task
def make_wanted_issue_files() -> None:
    for issue_id in issue_files.wanted_issues():
        make_issue_files.delay(issue_id)


@shared_task(acks_late=True)
def make_issue_files(issue_id: int) -> None:
    issue_files.make(issue_id)

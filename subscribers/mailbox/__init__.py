"""The mailbox at settings.MAILBOX_URL, to which mails that unsubscribe come, and bounces."""

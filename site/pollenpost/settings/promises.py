"""What the house promises its readers: how long links work, how long data is kept, and what is asked how often."""

from environs import validate

from .environment import VAR, env

# Sign-ups that nobody confirmed are deleted after this many days (double opt-in).
SIGNUP_EXPIRES_DAYS = env.int("SIGNUP_EXPIRES_DAYS", default=14)
# A link to one's preferences stays fresh for this many minutes.
PREFERENCES_LINK_MINUTES = env.int("PREFERENCES_LINK_MINUTES", default=60)
# A mailed question whether a reader agrees to a new wording can be answered for so many days.
PERMISSION_LINK_DAYS = env.int("PERMISSION_LINK_DAYS", default=60)
# One reminder of an unconfirmed sign-up after this many days; 0 means none.
SIGNUP_REMINDER_DAYS = env.int("SIGNUP_REMINDER_DAYS", default=0)
# Whether the proof of a consent holds the network it came from (an IP address shortened to /24 or /48).
CONSENT_KEEPS_NETWORK = env.bool("CONSENT_KEEPS_NETWORK", default=False)
# Keys of the suppression list, the current one first; without any, SECRET_KEY and its fallbacks serve. Whoever
# changes SECRET_KEY and keeps no fallback loses the list, so an installation that lasts names its own.
SUPPRESSION_KEYS: list[str] = env.list("SUPPRESSION_KEYS", default=[])
# A line for each erasure, outside the database, so that a restored backup can be made to forget again. To be kept
# apart from the database's backups.
ERASURES_FILE = env.path("ERASURES_FILE", default=VAR / "erasures.log")
# Files of readers from elsewhere, until they are imported.
IMPORTS_DIR = env.path("IMPORTS_DIR", default=VAR / "imports")
# So many megabytes a file of readers may have.
IMPORT_MEGABYTES = env.int("IMPORT_MEGABYTES", default=200)
# So many people without a proof of consent are asked by mail in a minute, whatever the size of the list.
IMPORT_ASKS_A_MINUTE = env.int("IMPORT_ASKS_A_MINUTE", default=60)
# What an import rejected can be looked up, and a file that waits for its import is kept, for so many days.
IMPORT_DAYS = env.int("IMPORT_DAYS", default=14)
# Readers of whom nothing was heard for so many days are asked whether to stay, and let go so many days later.
INACTIVE_DAYS = env.int("INACTIVE_DAYS", default=730)
STAY_DAYS = env.int("STAY_DAYS", default=60)
# Readers who get no newsletter any more are erased after this many days.
LEFT_DAYS = env.int("LEFT_DAYS", default=90)
# What stood in a letter and what the mail server said is kept for this many days; that it was sent, longer.
DELIVERY_DETAILS_DAYS = env.int("DELIVERY_DETAILS_DAYS", default=180)
# Who of the staff looked at whose data, and which passes of retention there were.
PERSONAL_VIEWS_DAYS = env.int("PERSONAL_VIEWS_DAYS", default=730)
# Why readers left (without saying who), and which lists left the house.
LEAVING_REASONS_DAYS = env.int("LEAVING_REASONS_DAYS", default=730)
EXPORT_LOG_DAYS = env.int("EXPORT_LOG_DAYS", default=730)
# The mailbox that bounces and mails to unsubscribe come to: maildir:///path, imap://, imaps://user:password@host/INBOX.
# Without MAILBOX_ADDRESS letters offer no unsubscribing by mail.
MAILBOX_URL = env.str("MAILBOX_URL", default="")
MAILBOX_ADDRESS = env.str("MAILBOX_ADDRESS", default="")
# Weekly digests leave on Monday, monthly ones on the first of the month, at this hour.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7, validate=validate.Range(0, 23))
# For so many days after its sending a letter's links recognise a reader who agreed to pollen; later they only lead
# to the page. The same holds for whoever a letter was forwarded to (docs/decisions/0037).
LINK_RECOGNISES_DAYS = env.int("LINK_RECOGNISES_DAYS", default=7, validate=validate.Range(0, 90))
# Within so many seconds after a letter was handed over nobody has got it, opened it, found a headline and clicked.
CLICK_TOO_SOON_SECONDS = env.int("CLICK_TOO_SOON_SECONDS", default=10, validate=validate.Range(0, 600))
# This share of the readers with pollen gets what the editors have for everybody, so that it can be seen what
# matching is worth. 0 ends the comparison.
POLLEN_HOLDOUT = env.float("POLLEN_HOLDOUT", default=0.05, validate=validate.Range(0, 0.5))
# Raw reading events are deleted after this many days.
GRAIN_EXPIRES_DAYS = env.int("GRAIN_EXPIRES_DAYS", default=90)
# A list of fewer readers than this is not exported.
EXPORT_MINIMUM_SIZE = env.int("EXPORT_MINIMUM_SIZE", default=10)
# What readers send in and do not confirm is deleted, picture and all, after this many days.
CONTRIBUTION_CONFIRM_DAYS = env.int("CONTRIBUTION_CONFIRM_DAYS", default=3)
# The mail address of a sender is deleted this many days after the decision.
CONTRIBUTION_ADDRESS_DAYS = env.int("CONTRIBUTION_ADDRESS_DAYS", default=30)
# A picture that readers upload may have this many megabytes and, looked at before it is decoded, megapixels.
CONTRIBUTION_PICTURE_MEGABYTES = env.int("CONTRIBUTION_PICTURE_MEGABYTES", default=12)
CONTRIBUTION_PICTURE_MEGAPIXELS = env.int("CONTRIBUTION_PICTURE_MEGAPIXELS", default=50)
# Questions and complaints are answered within this many days; the deadline of rights is the law's (one month).
DESK_ANSWER_DAYS = env.int("DESK_ANSWER_DAYS", default=14)
# A request from the form that nobody confirms by mail is deleted after this many days.
DESK_IDENTITY_DAYS = env.int("DESK_IDENTITY_DAYS", default=14)
# A mailed link to the data of an access request works for this many days.
DESK_DATA_DAYS = env.int("DESK_DATA_DAYS", default=7)
# Closed cases are deleted after this many days: three years, when claims about them are barred (BGB § 195).
CASE_DAYS = env.int("CASE_DAYS", default=1095)

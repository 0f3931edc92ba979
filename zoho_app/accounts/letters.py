"""E-mails about somebody's account: an invitation, a link past wrong guesses, a changed password. Plain text."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from flask import current_app

from zoho_app.accounts.models import Invitation
from zoho_app.clock import now

# Store names are chosen by people; no more of one than this goes to an address that may be a stranger's.
LONGEST_NAME = 60


def invitation(invited: Invitation, link: str) -> EmailMessage:
    """The invitation with its link."""
    name = " ".join(invited.store.name.split())[:LONGEST_NAME]
    return _letter(
        invited.email,
        "You are invited to Bookdesk",
        f"{invited.invited_by} invites you to work as {invited.role} in the store “{name}”.",
        f"Accept or decline within seven days:\n{link}",
        "If you do not know this person, delete this e-mail. You join no store unless you accept.",
    )


def unlock(email: str, link: str) -> EmailMessage:
    """The link that lets the owner of the account sign in without waiting."""
    return _letter(
        email,
        "Sign in to Bookdesk without waiting",
        "Somebody tried many wrong passwords for your account, so signing in has to wait.",
        f"Open this link within two hours, in the browser in which you want to sign in. It works once:\n{link}",
        "It does not sign you in; you still need your password. If you did not ask for it, delete this e-mail.",
    )


def password_changed(email: str) -> EmailMessage:
    """The notice that the password was changed, so that the owner learns of a stranger's change."""
    return _letter(
        email,
        "Your Bookdesk password was changed",
        "The password of your account was changed, and all other browsers were signed out.",
        "If this was not you, ask your Bookdesk administrator for a new password at once.",
    )


def _letter(to: str, subject: str, *paragraphs: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = f"Bookdesk <{current_app.config['SMTP'].sender}>"
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = formatdate(now().timestamp())
    letter["Message-ID"] = make_msgid(domain=urlsplit(current_app.config["PUBLIC_URL"]).hostname)
    letter["Auto-Submitted"] = "auto-generated"  # keeps out-of-office replies away (RFC 3834)
    public_url = current_app.config["PUBLIC_URL"]
    letter.set_content("\n\n".join([*paragraphs, f"--\nBookdesk at {public_url}"]) + "\n")
    return letter

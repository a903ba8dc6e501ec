"""Who may enter a team's desk: accounts, their passwords and their sessions, in a file beside the case (`book`).

It knows nothing of cases, pages and requests; what a role may do is decided by whoever asks. What is here needs no package of the
extra `team`; the book itself does, for the hashes of passwords.
"""

from dateline.accounts.names import ROLES, Account, Role, key_of, may, role_of
from dateline.accounts.place import accounts_file

__all__ = ["ROLES", "Account", "Role", "accounts_file", "key_of", "may", "role_of"]

"""How staff come in: passwords bounded, a second factor, invitations, sessions, and who came when.

django-allauth carries a login from its password to its second factor and lists the sessions; the
throttle, the devices that are known and the mails are ours.
"""

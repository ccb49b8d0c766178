"""The English wording of consent that we offer an alliance to check and adopt."""

# ruff: noqa: E501 -- one line is one paragraph

BODY = """\
You can tell us what mental-health support is like for you, or what would make it better.

We do not need your name. You get a card with a made-up name, so that you can find out what became of what you said.

Only two people can open the words you tell us. Each time they do, it is written down.

You choose what may be done with them. You can say yes to some things and no to others. Saying no loses you nothing: not your support, not your place, not your benefits.

You can change your mind whenever you like, without a reason. What you take back is gone from our pages at once. Numbers we have published already stay as they are.

What you tell us is not a complaint and not a call for help. If you want to complain, we will show you how. Nobody watches this day and night. If you are in danger now, call 999.

Your consent ends after two years, and we ask you again before that if you let us.
"""

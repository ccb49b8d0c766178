"""Lists that come in as files, and the same files going out. Pure: nothing here asks the database.

`files` opens a file as rows of text, `columns` and `layouts` say what a kind of list holds,
`reading` reads each row and names its faults, `comparing` says what would become new or change, and
`writing` makes templates, marked copies and files of what is held.
"""

"""The docs site: pages staged from the repository, built by Zensical, checked as built.

pages        the Markdown of docs/ and of the root, links that leave the site as plain text
reference    commands, Python and statistics from their own help and docstrings
record       the track record, from the numbers that the weighing uses
gallery      eight briefs, weighed by the build
examples     the commands and Python of the pages, run
site         Zensical, then llms.txt and Markdown twins
links        every link, anchor and page of the built site
"""

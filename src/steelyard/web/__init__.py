"""The workbench in a browser: every page is a view of a library call, and computes nothing of its own.

security    who may ask: this machine's browser, with the token of the command
desk        what may be asked for: archives, cases, runs and folders of news, by name
answers     one answer as a page, as JSON and as CSV
jobs        work that takes longer, in a process of its own (worker)
bench       what-if in a warm process (trier)
casework    cases that are open for change
pages/      one part of the workbench a module
world       the map
serving     the server itself
"""

"""The parts of the workbench, a module each; ``application.ROUTES`` has their addresses.

start      what is on the desk
explore    looking through an archive
review     correcting what the coder read
case       the case, its chronology and their history
weigh      weighing, runs, what-if, two runs side by side
sources    what is loaded, gaps, loading and reading
words      what fields are completed from
work       work that goes on
"""

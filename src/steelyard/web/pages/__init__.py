"""The parts of the workbench, a module each, with the addresses that it answers.

start      what is on the desk
explore    looking through an archive
review     correcting what the coder read
case       the case, its chronology and their history
weigh      weighing, runs, what-if
compare    two runs side by side
sources    what is loaded, gaps, loading and reading
work       work that goes on
"""

"""A case in the hands of somebody who changes it: its files, their history, and what would move.

logs       lines of JSON, each on the disk before anything is said to be kept; files written whole
case_file  case.toml changed key by key, its comments kept
rows       a chronology as a grid: cells as they are written, every line that nobody touched kept
history    changes one after the other in a log: undo and redo without end, two editors, a crash
matches    what an archive holds of the same day and sides as a row
trial      a case weighed again and again with rows left out or added, within a second
"""

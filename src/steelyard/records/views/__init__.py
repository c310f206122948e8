"""What Python shows of a record: frames, plots, and the views of a notebook."""

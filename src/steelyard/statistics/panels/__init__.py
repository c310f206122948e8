"""What would have happened without the shock, judged from units that it did not reach."""

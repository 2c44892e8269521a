"""Where everything is kept. All SQL lives on this floor."""

"""What stands behind `make run`: it starts database, web and worker, and ends them in order."""

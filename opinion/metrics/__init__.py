"""What the publication tells Prometheus: how many requests, how long, what waits. Of nobody."""

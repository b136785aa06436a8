"""Others' software beside ours, on the same machine in the same run: `make bench PEERS=1`."""

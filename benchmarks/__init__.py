"""The same act at a small and at a large size, measured side by side: `make bench`."""

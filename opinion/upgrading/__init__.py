"""From one version to the next: looked at first, backed up, and begun again where it was ended."""

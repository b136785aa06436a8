"""What is done to many articles at once from their list: said first, counted, then done."""

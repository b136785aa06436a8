"""What broke, told to whoever runs the publication: by mail, or by Sentry's protocol."""

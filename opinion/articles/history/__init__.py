"""An article's history at the desk: what is kept beside the draft, compared and restored."""

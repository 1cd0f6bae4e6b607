"""The graph view: what is shown, where it stands, what it tells, and the page that draws it."""

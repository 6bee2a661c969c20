"""The demo: a site that works through ten days of a story, from workbooks alone."""

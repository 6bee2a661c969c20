"""Reporting: an edition of a day as pages; pure view models, one door to HTML and one to PDF."""

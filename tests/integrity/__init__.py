"""What git keeps, kept honest: damage, hostile configurations, commits that land meanwhile, odd repositories."""

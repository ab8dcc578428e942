"""Who answers? Agencies over time: names, groups, mergers and splits, contacts, and the shipped directories."""

"""The register of a province to and from Excel and CSV."""

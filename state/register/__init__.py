"""The register of a province: agencies, their contacts, what people propose and change."""

"""What bills of materials list, as a CycloneDX document: their own words, in the fields that the standard has for them."""

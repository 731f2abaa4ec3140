"""What an inventory comes to in the terms that SPDX 2.3 and SPDX 3.0.1 share: things, relations, licenses, an issue."""

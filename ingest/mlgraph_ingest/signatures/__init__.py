"""Signatures as evidence: what is signed, and, with the keys or the trust root of the caller, by whom.

What signs a document itself is found by `jsf.signatures_in` (JSON) and `xml_signatures.signatures_in` (XML); what lies
beside a file, by `beside.signatures_beside`. `trust.trust_from` reads the keys and the trust root that options name.
"""

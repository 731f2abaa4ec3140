"""What a fact is: ids, assertions, evidence, periods, documents and errors."""

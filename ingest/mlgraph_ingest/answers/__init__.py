"""What the sources that ask servers have in common: asking ahead, looking into answers, leaving people out."""

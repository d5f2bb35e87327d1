"""One module per learning management system; each exports its `autograder.lms.registry.Lms` as ``LMS`` and is found by standing here."""

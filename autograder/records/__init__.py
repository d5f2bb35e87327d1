"""Records: what every room hands to the next. The ground floor: it imports no other room."""

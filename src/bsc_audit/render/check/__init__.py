"""What is wrong with a template, found by filling it with reports of every sort and looking at the result."""

// Ends as: not graded, endless-loop.
while (true);

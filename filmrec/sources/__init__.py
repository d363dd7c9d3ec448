"""What comes from outside: archives of MovieLens, and the network."""

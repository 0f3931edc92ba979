"""What people have answered once and for all: the contact of a source, the meaning of a line's name."""

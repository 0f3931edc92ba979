"""How each kind of setting is read from the environment, and the one line that refuses a bad value."""

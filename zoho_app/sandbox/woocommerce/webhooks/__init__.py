"""Who wants to be told, what is to be told, and its delivery."""

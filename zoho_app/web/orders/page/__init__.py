"""The page of one order: what its cards show, and how one comes to it, changes it in place, and is asked."""

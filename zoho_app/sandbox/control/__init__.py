"""What tests ask of the sandbox: faults to meet, and the record of what arrived."""

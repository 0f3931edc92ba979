"""The fields of Mutation. A refusal is a userError in the payload, not an error of the answer."""

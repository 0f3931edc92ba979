"""Documents as the GraphQL API shows them: one mapping a type; what costs a look-up is a function."""

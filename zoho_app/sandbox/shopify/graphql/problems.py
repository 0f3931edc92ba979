"""Errors that a resolver raises, with the codes of Shopify."""

from graphql import GraphQLError

DOCUMENTATION = "https://shopify.dev/api/usage"


def access_denied(field: str, required: str) -> GraphQLError:
    extensions = {
        "code": "ACCESS_DENIED",
        "documentation": f"{DOCUMENTATION}/access-scopes",
        "requiredAccess": required,
    }
    return GraphQLError(f"Access denied for {field} field. Required access: {required}", extensions=extensions)


def not_approved(kind: str) -> GraphQLError:
    words = f"This app is not approved to access the {kind} object. See "
    link = "https://shopify.dev/docs/apps/launch/protected-customer-data for more details."
    return GraphQLError(words + link, extensions={"code": "ACCESS_DENIED"})


def bad_request(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})


def invalid_id() -> GraphQLError:
    return GraphQLError("invalid id", extensions={"code": "RESOURCE_NOT_FOUND"})

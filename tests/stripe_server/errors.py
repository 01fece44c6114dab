"""How the provider says no."""


class Refusal(Exception):
    """Answered with a status and the provider's words about it."""

    def __init__(self, status, message, **about):
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {"message": message, "type": "invalid_request_error"}
            | {key: value for key, value in about.items() if value}
        }


def missing(kind, ref):
    return Refusal(404, f"No such {kind}: '{ref}'", code="resource_missing", param="id")


def wrong(param, message="Invalid value"):
    return Refusal(400, f"{message}: {param}", param=param)

"""Pages that every anonymous reader shares."""


class SharedPageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.depends_on = lambda stamp: None
        return self.get_response(request)

"""The REST application, to be mounted at ``/api``."""

from fastapi import Depends, FastAPI, Request, Response
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse

from service.api import measures, overlaps, queries, things
from service.api.bodies import BodyLimit
from service.api.checks import check_parameters
from service.api.heads import HeadAsGet
from service.api.openapi import describe
from service.api.problems import add_handlers, problem_response
from service.core import Core
from service.workspace import software_version

PARTS = (measures, things, overlaps, queries)


def create_api(core: Core) -> FastAPI:
    """The application over ``core``, which stays the caller's to close."""
    app = FastAPI(
        version=software_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(check_parameters)],
        middleware=[
            Middleware(HeadAsGet),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
            Middleware(BodyLimit, refuse=problem_response),
        ],
    )
    app.state.core = core
    for part in PARTS:
        app.include_router(part.router)
    app.add_api_route("/", list_resources, include_in_schema=False)
    app.add_api_route("/openapi.json", read_openapi, include_in_schema=False)
    add_handlers(app)
    return app


def read_openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document."""
    return JSONResponse(describe(request.app))


def list_resources(request: Request) -> Response:
    """Where everything is."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    paths = [path for path in describe(request.app)["paths"] if "{" not in path]
    links = {path.strip("/"): root + path for path in paths}
    return JSONResponse({"openapi": f"{root}/openapi.json", "sparql": root.removesuffix("/api") + "/sparql", **links})

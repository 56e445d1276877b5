from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from server.http.stop import Stop
from server.observation.build_info import build_info
from server.readiness import PARTS, Readiness, is_right


def health_routes(readiness: Readiness, stop: Stop) -> list[Route]:
    """
    Return the routes `/healthz`, which returns the version while the process lives, and `/readyz`, which reports
    whether the server's dependencies are right. `exclude` turns parts' problems into warnings:
    `/readyz?exclude=storage&exclude=scanner`.
    """

    async def healthz(_: Request) -> PlainTextResponse:
        return PlainTextResponse(f"ok\n{build_info()}\n")

    async def readyz(request: Request) -> JSONResponse:
        if stop.asked:
            return JSONResponse({"ready": False, "problems": ["The server is about to stop."]}, 503)
        excluded = request.query_params.getlist("exclude")
        if unknown := sorted({*excluded} - {*PARTS}):
            problem = f"There is no part {unknown[0][:100]!r} to exclude; there are {', '.join(PARTS)}."
            return JSONResponse({"ready": False, "problems": [problem]}, 400)
        found = await readiness.problems(excluded)
        is_ready = is_right(found)
        return JSONResponse({"ready": is_ready, "problems": list(map(str, found))}, 200 if is_ready else 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]

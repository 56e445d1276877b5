# The page and the documentation are the same for each architecture: built once, on the builder's own.
FROM --platform=$BUILDPLATFORM node:24-slim AS page
WORKDIR /app/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY web .
COPY clients/typescript/src ../clients/typescript/src
RUN npm run build

FROM --platform=$BUILDPLATFORM python:3.13-slim AS documentation
WORKDIR /app
COPY requirements-docs.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements-docs.lock
COPY zensical.toml .
COPY docs docs
RUN zensical build --strict && cp docs/*.md site/

# Only locked packages, with hashes checked, without debugging symbols, and with only those AWS services that are called.
FROM python:3.13 AS requirements
# requirements-traces.lock: with what sends traces. requirements-credentials.lock: also with what signs images.
# requirements-mcp.lock: also with what serves agents.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
# fast-thumbhash-rs has no wheel for 64-bit ARM.
RUN [ "$(uname -m)" = x86_64 ] || { apt-get update && apt-get install -y --no-install-recommends cargo; }
RUN python -m venv --without-pip /app/.venv \
  && python -m pip --python /app/.venv/bin/python install --no-cache-dir --no-deps --require-hashes -r requirements.lock \
  && find /app/.venv -name '*.so*' -type f -exec strip --strip-debug {} + \
  && find /app/.venv -name '*.rlib' -delete \
  && find /app/.venv/lib/python3.13/site-packages/botocore/data -mindepth 1 -maxdepth 1 -type d \
    ! -name s3 ! -name sts ! -name sso ! -name sso-oidc ! -name signin -exec rm -r {} +

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Task Record" \
  org.opencontainers.image.description="The system of record for AI image generation: GraphQL on PostgreSQL and S3"
RUN useradd --system --uid 1000 --home-dir /app --shell /usr/sbin/nologin task-record
WORKDIR /app
COPY --from=requirements /app/.venv .venv
COPY --from=page /app/web/dist web/dist
COPY --from=documentation /app/site site
# Which version it is: in a release its manifest says so.
COPY pyproject.toml manifest.json* ./
COPY schema schema
COPY resolvers resolvers
COPY models models
COPY storage storage
COPY migrations migrations
COPY server server
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m compileall -q schema resolvers models storage migrations server
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=$REVISION
USER task-record
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "server.commands"]
CMD ["serve", "--host", "0.0.0.0"]

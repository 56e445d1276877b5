# The page.
FROM node:24-slim AS page
WORKDIR /app/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY web .
RUN npm run build

# The documentation.
FROM python:3.13-slim AS documentation
WORKDIR /app
COPY requirements-docs.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements-docs.lock
COPY zensical.toml .
COPY docs docs
RUN zensical build --strict

# The requirements, with their hashes checked.
FROM python:3.13-slim AS requirements
COPY requirements.lock .
RUN python -m venv /app/.venv && /app/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim
RUN useradd --system --uid 1000 --home-dir /app --shell /usr/sbin/nologin task-record
WORKDIR /app
COPY --from=requirements /app/.venv .venv
COPY --from=page /app/web/dist web/dist
COPY --from=documentation /app/site site
COPY schema schema
COPY resolvers resolvers
COPY models models
COPY storage storage
COPY migrations migrations
COPY server server
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER task-record
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "server"]
CMD ["serve", "--host", "0.0.0.0"]

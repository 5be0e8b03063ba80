# syntax=docker/dockerfile:1
# One static program and the drawing program beside it, on an image without shell and package manager, as an unprivileged user.

FROM node:20-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-fund --no-audit
COPY graph/words /src/graph/words
COPY frontend ./
RUN npm run build

FROM golang:1.26-bookworm AS programs
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/frontend/dist frontend/dist
ARG VERSION=unversioned
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/ ./cmd/miteinander ./cmd/miteinander-draw \
 && install -d -m 0700 /out/data

FROM gcr.io/distroless/static-debian12:nonroot
ARG VERSION=unversioned
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Miteinander" \
      org.opencontainers.image.description="Netzwerk-Werkzeug für Präventionsketten: wer arbeitet mit wem, wer richtet sich an dieselben Kinder" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=programs /out/miteinander /out/miteinander-draw /usr/local/bin/
COPY --from=programs --chown=65532:65532 /out/data /data
COPY LICENSE NOTICE /usr/share/doc/miteinander/
COPY docs/licenses /usr/share/doc/miteinander/licenses
# In a container the loopback reaches nobody: who may reach port 8080, and whether by TLS, is decided where the port is published.
ENV MITEINANDER_ADDRESS=0.0.0.0:8080 \
    MITEINANDER_INSECURE=true \
    MITEINANDER_STORE=/data/app.db
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/local/bin/miteinander", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/miteinander"]
CMD ["serve"]

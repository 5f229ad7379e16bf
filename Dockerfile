# An image for each program, from the output of Maven and the classes that a demo loads; `./stores images` builds both,
# and then calls:
#   docker build --build-arg TARGETARCH=amd64 --target ingester -t storestream/ingester .
#
# Layers are ordered from rarely to often changed: runtime, libraries with the archive of their classes, own code.
# Nothing needs a network, a shell or root to run. `stores` says why inlining is limited. Set more options of the JVM in
# JDK_JAVA_OPTIONS.

FROM eclipse-temurin:25-jre AS runtime
# The state of an ingester, and the rejected rows of the producer. Nothing else is written except /tmp, where native
# libraries are unpacked.
RUN mkdir -p /var/lib/storestream /work && chown 10001:10001 /var/lib/storestream /work
WORKDIR /work
USER 10001:10001

FROM eclipse-temurin:25-jre AS producer-libraries
COPY producer/target/lib/ /app/lib/
COPY quickstart/target/classes.lst docker/share-classes.sh /build/
RUN ["sh", "/build/share-classes.sh", "/app", "/build/classes.lst"]

FROM runtime AS producer
COPY --from=producer-libraries /app/ /app/
COPY producer/target/bom.json /app/
COPY producer/target/modules/ producer/target/producer-*.jar /app/modules/
ENTRYPOINT ["java", "-XX:FreqInlineSize=100", "@/app/lib/java.options", "io.storestream.producer.ProducerProgram"]
CMD ["--help"]

FROM eclipse-temurin:25-jre AS ingester-libraries
ARG TARGETARCH
COPY ingester/target/lib/ ingester/target/native/${TARGETARCH}/ docker/healthy.sh /app/lib/
COPY quickstart/target/classes.lst docker/share-classes.sh /build/
RUN ["sh", "/build/share-classes.sh", "/app", "/build/classes.lst"]

FROM runtime AS ingester
COPY --from=ingester-libraries /app/ /app/
COPY ingester/target/bom.json /app/
COPY ingester/target/modules/ ingester/target/ingester-*.jar /app/modules/
# With an arena of malloc for each thread, the memory of RocksDB is fragmented and grows for days.
ENV STORES_STATE_DIR=/var/lib/storestream STORES_MANAGEMENT_HOST=0.0.0.0 MALLOC_ARENA_MAX=2
VOLUME /var/lib/storestream
EXPOSE 8081
# The collector is set explicitly, because a JVM with little memory selects the serial one, which stops all threads. The
# health check uses the default port of `ingest`, which answers once its topics and tables exist.
HEALTHCHECK --interval=5s --timeout=4s --start-period=5m --retries=6 \
  CMD ["bash", "/app/lib/healthy.sh", "8081"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseG1GC", "-XX:FreqInlineSize=100", "@/app/lib/java.options", "io.storestream.ingester.command.IngesterProgram"]
CMD ["ingest"]

FROM eclipse-temurin:25-jre AS query-api-libraries
ARG TARGETARCH
COPY query-api/target/lib/ query-api/target/native/${TARGETARCH}/ docker/healthy.sh /app/lib/
COPY quickstart/target/classes.lst docker/share-classes.sh /build/
RUN ["sh", "/build/share-classes.sh", "/app", "/build/classes.lst"]

FROM runtime AS query-api
COPY --from=query-api-libraries /app/ /app/
COPY query-api/target/bom.json /app/
COPY query-api/target/modules/ query-api/target/query-api-*.jar /app/modules/
ENV STORES_HTTP_HOST=0.0.0.0
EXPOSE 7070
HEALTHCHECK --interval=5s --timeout=4s --start-period=30s --retries=3 \
  CMD ["bash", "/app/lib/healthy.sh", "7070"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+UseG1GC", "-XX:FreqInlineSize=100", "@/app/lib/java.options", "io.storestream.queryapi.QueryApiProgram"]
CMD ["serve"]

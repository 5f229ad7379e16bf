package io.storestream.queryapi.http;

import io.storestream.queryapi.http.access.ApiKeys;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sets the server up around the routes: what bounds it, and what is alike for all answers. Used by
 * the thread that starts the server; {@link #activeRequests} by any.
 */
public final class JettySetup {

  private static final int MIN_COMPRESSED_BYTES = 1024;
  private static final int SECONDS_BETWEEN_LOOKS_AT_KEYS = 5;

  private static final List<String> COMPRESSED_TYPES =
      List.of(
          "application/geo+json",
          "application/javascript",
          "application/json",
          "application/openapi+yaml",
          "application/x-ndjson",
          "application/yaml",
          "text/css",
          "text/csv;header=present", // as Jetty has it without its charset
          "text/html",
          "text/javascript",
          "text/plain",
          "text/yaml");

  private final HttpSettings settings;
  private final ServerLimits limits;
  private final CutOffs cutOffs;
  private volatile @Nullable Server server;
  private volatile @Nullable StatisticsHandler statistics;

  public JettySetup(HttpSettings settings, ServerLimits limits, CutOffs cutOffs) {
    this.settings = settings;
    this.limits = limits;
    this.cutOffs = cutOffs;
  }

  public void configureHttp(HttpConfiguration http) {
    if (settings.tls() != null) {
      // Whichever name they call it by: the certificate is checked by the caller.
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
    // Paths become store numbers and never files, and they are checked here: any may come in.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(ServerLimits.REQUEST_HEADER_BYTES);
    // It would take 100 KB of every connection that stays open, and collections would copy them.
    http.setHeaderCacheSize(0);
    http.setSendServerVersion(false);
  }

  /** Before the server has its connectors. Each handler is put around those before it. */
  public void configureServer(Server jetty) {
    server = jetty;
    statistics = jetty.getDescendant(StatisticsHandler.class);
    jetty.insertHandler(compression());
    jetty.insertHandler(new ConditionalRequests());
    jetty.insertHandler(new GracefulHandler());
    if (!settings.corsOrigins().isEmpty()) {
      jetty.insertHandler(crossOrigin(settings.corsOrigins()));
    }
    StandardHeaders headers = new StandardHeaders(!settings.corsOrigins().isEmpty());
    jetty.insertHandler(headers);
    jetty.insertHandler(new SlowReaders(cutOffs, limits.leastBytesPerSecond(), limits.idleTime()));
    jetty.setErrorHandler(new JettyProblems(headers));
    jetty.setStopTimeout(limits.stopTime().toMillis());
    jetty.addBean(new NetworkConnectionLimit(limits.connections(), jetty));
    if (settings.accessLog()) {
      jetty.setRequestLog(new AccessLog());
    }
  }

  /** After the server has got its connectors, and before they start. */
  public void configureConnectors() {
    TlsKeys tls = settings.tls();
    for (Connector connector : Objects.requireNonNull(server, "no server").getConnectors()) {
      if (connector instanceof ServerConnector listening) {
        if (tls != null) {
          encrypt(listening, tls.contextFactory());
        }
        listening.setAcceptedSendBufferSize(ServerLimits.SEND_BUFFER_BYTES);
        listening.setIdleTimeout(limits.idleTime().toMillis());
        listening.addBean(
            new HeaderTimeout(limits.headerTime(), listening.getScheduler(), System::nanoTime));
      }
    }
  }

  /** A certificate that is renewed in its place is taken up. */
  private static void encrypt(ServerConnector connector, SslContextFactory.Server context) {
    SslConnectionFactory tls = new SslConnectionFactory(context, connector.getDefaultProtocol());
    connector.addFirstConnectionFactory(tls);
    connector.setDefaultProtocol(tls.getProtocol());
    KeyStoreScanner renewals = new KeyStoreScanner(context);
    renewals.setScanInterval(SECONDS_BETWEEN_LOOKS_AT_KEYS);
    connector.addBean(renewals);
  }

  /** How many requests are being answered. */
  public int activeRequests() {
    StatisticsHandler handler = statistics;
    return handler == null ? 0 : handler.getRequestsActive();
  }

  // Not Javalin's: it looks at no q-values, gives no Vary, and both forms have one entity tag.
  private static CompressionHandler compression() {
    GzipCompression gzip = new GzipCompression();
    gzip.setMinCompressSize(MIN_COMPRESSED_BYTES);
    CompressionConfig.Builder config =
        CompressionConfig.builder()
            .compressIncludeMethod("GET")
            .compressIncludeMethod("HEAD")
            .decompressExcludeEncoding("gzip");
    COMPRESSED_TYPES.forEach(config::compressIncludeMimeType);
    CompressionHandler handler = new CompressionHandler();
    handler.putCompression(gzip);
    handler.putConfiguration("/", config.build());
    return handler;
  }

  private static CrossOriginHandler crossOrigin(List<String> origins) {
    CrossOriginHandler handler = new CrossOriginHandler();
    handler.setAllowedOriginPatterns(
        origins.stream()
            .map(origin -> origin.equals("*") ? origin : Pattern.quote(origin))
            .collect(Collectors.toUnmodifiableSet()));
    handler.setAllowedMethods(Set.of("GET", "HEAD"));
    handler.setAllowedHeaders(
        Set.of(ApiKeys.HEADER, RequestIds.HEADER, HttpHeader.IF_NONE_MATCH.asString()));
    handler.setExposedHeaders(
        Set.of(
            HttpHeader.ETAG.asString(),
            HttpHeader.RETRY_AFTER.asString(),
            RequestIds.HEADER,
            "Link"));
    return handler;
  }
}

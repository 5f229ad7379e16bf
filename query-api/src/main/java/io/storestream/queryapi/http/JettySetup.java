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
 * Configures Jetty: limits, TLS, compression, cross-origin requests and the headers of every
 * response. Used by the thread that starts the server; {@link #activeRequests} by any thread.
 */
public final class JettySetup {

  private static final int MIN_COMPRESSED_BYTES = 1024;
  private static final int KEY_STORE_SCAN_SECONDS = 1;

  private final HttpSettings settings;
  private final ServerLimits limits;
  private final AbortedResponses aborted;
  private volatile @Nullable Server server;
  private volatile @Nullable StatisticsHandler statistics;

  public JettySetup(HttpSettings settings, ServerLimits limits, AbortedResponses aborted) {
    this.settings = settings;
    this.limits = limits;
    this.aborted = aborted;
  }

  public void configureHttp(HttpConfiguration http) {
    if (settings.tls() != null) {
      // Clients check the certificate's name; the server accepts any name.
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
    // Store numbers and names may hold any character; no path ever becomes a file.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(ServerLimits.REQUEST_HEADER_BYTES);
    // The cache takes 100 KB for each open connection and lengthens garbage collections.
    http.setHeaderCacheSize(0);
    http.setSendServerVersion(false);
  }

  /** Runs before the server has its connectors. Each handler wraps those inserted before it. */
  public void configureServer(Server jetty) {
    server = jetty;
    statistics = jetty.getDescendant(StatisticsHandler.class);
    jetty.insertHandler(compression());
    jetty.insertHandler(new GracefulHandler());
    if (!settings.corsOrigins().isEmpty()) {
      jetty.insertHandler(crossOrigin(settings.corsOrigins()));
    }
    StandardHeaders headers = new StandardHeaders(!settings.corsOrigins().isEmpty());
    jetty.insertHandler(headers);
    jetty.insertHandler(aborted);
    jetty.setErrorHandler(new JettyProblems(headers));
    jetty.setStopTimeout(limits.stopTime().toMillis());
    jetty.addBean(new NetworkConnectionLimit(limits.connections(), jetty));
    if (settings.accessLog()) {
      jetty.setRequestLog(new AccessLog());
    }
  }

  /** Runs after the server has its connectors and before they start. */
  public void configureConnectors() {
    TlsKeys tls = settings.tls();
    for (Connector connector : Objects.requireNonNull(server, "no server").getConnectors()) {
      if (connector instanceof ServerConnector listening) {
        if (tls != null) {
          encrypt(listening, tls.contextFactory());
        }
        listening.setAcceptedSendBufferSize(ServerLimits.SEND_BUFFER_BYTES);
        listening.setIdleTimeout(limits.idleTime().toMillis());
        listening.setShutdownIdleTimeout(limits.stopIdleTime().toMillis());
      }
    }
  }

  /** Reloads the key store when the file is replaced. */
  private static void encrypt(ServerConnector connector, SslContextFactory.Server context) {
    SslConnectionFactory tls = new SslConnectionFactory(context, connector.getDefaultProtocol());
    connector.addFirstConnectionFactory(tls);
    connector.setDefaultProtocol(tls.getProtocol());
    KeyStoreScanner renewals = new KeyStoreScanner(context);
    renewals.setScanInterval(KEY_STORE_SCAN_SECONDS);
    connector.addBean(renewals);
  }

  /** Returns the number of requests in progress. */
  public int activeRequests() {
    StatisticsHandler handler = statistics;
    return handler == null ? 0 : handler.getRequestsActive();
  }

  // Jetty's handler and not Javalin's: Javalin ignores quality values and sends no Vary.
  private static CompressionHandler compression() {
    GzipCompression gzip = new GzipCompression();
    gzip.setMinCompressSize(MIN_COMPRESSED_BYTES);
    CompressionConfig config =
        CompressionConfig.builder()
            .defaults()
            .compressIncludeMethod("HEAD")
            .decompressExcludeEncoding("gzip")
            .build();
    CompressionHandler handler = new CompressionHandler();
    handler.putCompression(gzip);
    handler.putConfiguration("/", config);
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
            HttpHeader.CONTENT_DISPOSITION.asString(),
            HttpHeader.RETRY_AFTER.asString(),
            RequestIds.HEADER,
            TableCost.REQUESTS,
            TableCost.READ_UNITS,
            "Link"));
    return handler;
  }
}

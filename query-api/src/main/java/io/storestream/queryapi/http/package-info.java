/**
 * Sets up the HTTP server: limits, TLS, headers, caching, logs, metrics and answers to errors.
 * Start at {@link io.storestream.queryapi.http.JettySetup}.
 */
@NullMarked
package io.storestream.queryapi.http;

import org.jspecify.annotations.NullMarked;

/**
 * Decides which requests are admitted: API keys, rate limit, number of requests. Start at {@link
 * io.storestream.queryapi.http.access.Admission}.
 */
@NullMarked
package io.storestream.queryapi.http.access;

import org.jspecify.annotations.NullMarked;

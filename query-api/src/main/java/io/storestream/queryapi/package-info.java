/**
 * Answers lookups of stores by number and by location over HTTP, from the DynamoDB tables. Start at
 * {@link io.storestream.queryapi.QueryApi}; {@link io.storestream.queryapi.route.Routes} lists what
 * it answers.
 *
 * <p>Packages depend on each other in one direction: {@code route} on {@code render}, {@code
 * render} on {@code query}, and all of them on {@code http}.
 */
@NullMarked
package io.storestream.queryapi;

import org.jspecify.annotations.NullMarked;

/**
 * Routes of the API and the parameters of requests. Start at {@link
 * io.storestream.queryapi.route.Routes}.
 */
@NullMarked
package io.storestream.queryapi.route;

import org.jspecify.annotations.NullMarked;

/**
 * Problem documents (RFC 9457) and the exception that ends a request with one. Start at {@link
 * io.storestream.queryapi.http.problem.ProblemException}.
 */
@NullMarked
package io.storestream.queryapi.http.problem;

import org.jspecify.annotations.NullMarked;

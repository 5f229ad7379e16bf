/** Assertions about problems. */
@NullMarked
package io.storestream.queryapi.http.problem;

import org.jspecify.annotations.NullMarked;

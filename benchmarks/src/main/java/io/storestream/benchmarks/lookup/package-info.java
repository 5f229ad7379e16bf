/**
 * Lookups of the API and the bare calls of the SDK that they are compared with. Start at {@link
 * io.storestream.benchmarks.lookup.Lookups}.
 */
@NullMarked
package io.storestream.benchmarks.lookup;

import org.jspecify.annotations.NullMarked;

/** Generated changes of stores. Start at {@link io.storestream.testing.workload.Workload}. */
@NullMarked
package io.storestream.testing.workload;

import org.jspecify.annotations.NullMarked;

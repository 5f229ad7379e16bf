/**
 * What the chaos and soak tests publish, and what must have become of it.
 *
 * <p>Start at {@link io.storestream.quickstart.soak.Workload}, which makes the changes, {@link
 * io.storestream.quickstart.soak.ExpectedStores}, which knows from the rules alone what they come
 * to, and {@link io.storestream.quickstart.soak.TableAudit}, which holds a table against it.
 */
@NullMarked
package io.storestream.quickstart.soak;

import org.jspecify.annotations.NullMarked;

/**
 * A store, its location in the hierarchy, and the version that orders its changes. Start at {@link
 * io.storestream.model.Store} and {@link io.storestream.model.Version}.
 */
@NullMarked
package io.storestream.model;

import org.jspecify.annotations.NullMarked;

/**
 * What topic and table hold of each store, and whether both are the same. Start at {@link
 * io.storestream.maintenance.verify.state.ComparisonsByStore}.
 */
@NullMarked
package io.storestream.maintenance.verify.state;

import org.jspecify.annotations.NullMarked;

/**
 * What the table, the topics and the counts must hold after the changes, and audits that compare.
 * Start at {@link io.storestream.testing.model.ExpectedStores}.
 */
@NullMarked
package io.storestream.testing.model;

import org.jspecify.annotations.NullMarked;

/**
 * The expected content of table, topics and counts after the changes, and audits that compare it
 * with the actual content. Start at {@link io.storestream.testing.model.ExpectedStores}.
 */
@NullMarked
package io.storestream.testing.model;

import org.jspecify.annotations.NullMarked;

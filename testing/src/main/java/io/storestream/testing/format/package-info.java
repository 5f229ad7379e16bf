/**
 * A change of a store in each format of records, as upstream systems write it. Start at {@link
 * io.storestream.testing.format.RecordFormat}.
 */
@NullMarked
package io.storestream.testing.format;

import org.jspecify.annotations.NullMarked;

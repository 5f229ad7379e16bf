/** Tests of the outbox. */
@NullMarked
package io.storestream.ingester.outbox;

import org.jspecify.annotations.NullMarked;

/**
 * Proves a table right: compares every item with the {@code stores} topic, safely while ingesters
 * run, and mends what differs. Start at {@link io.storestream.ingester.verify.TableVerification}.
 *
 * <p>Topic and table are read at the same time, and matched by store number; what does not match is
 * looked at again, in an order that lets for changes which are on their way; what is left differs.
 */
@NullMarked
package io.storestream.ingester.verify;

import org.jspecify.annotations.NullMarked;

/**
 * {@code verify}: compares every item with the topic {@code stores} while ingesters run, and
 * repairs what differs. Start at {@link io.storestream.maintenance.verify.TableVerification}.
 */
@NullMarked
package io.storestream.maintenance.verify;

import org.jspecify.annotations.NullMarked;

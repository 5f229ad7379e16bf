/**
 * What files mean for the stores that exist now, which are in the topic {@code stores}. {@link
 * io.storestream.producer.live.Snapshot} closes stores that complete lists lack, and {@link
 * io.storestream.producer.live.DryRun} says what files would change.
 */
@NullMarked
package io.storestream.producer.live;

import org.jspecify.annotations.NullMarked;

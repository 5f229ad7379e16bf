/**
 * Change events and their JSON codec, which is thread-safe. Start at {@link
 * io.storestream.model.event.StoreChange} and {@link io.storestream.model.event.StoreChangeCodec}.
 */
@NullMarked
package io.storestream.model.event;

import org.jspecify.annotations.NullMarked;

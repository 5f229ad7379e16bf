/** Tests of the events. */
@NullMarked
package io.storestream.model.event;

import org.jspecify.annotations.NullMarked;

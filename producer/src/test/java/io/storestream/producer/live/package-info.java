/** Tests of what files mean for the stores that exist. */
@NullMarked
package io.storestream.producer.live;

import org.jspecify.annotations.NullMarked;

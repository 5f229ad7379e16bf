/** Tests of watched folders, without a broker. */
@NullMarked
package io.storestream.producer.watch;

import org.jspecify.annotations.NullMarked;

/** Tests of the topology. */
@NullMarked
package io.storestream.ingester.topology;

import org.jspecify.annotations.NullMarked;

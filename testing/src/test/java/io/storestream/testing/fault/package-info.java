/** Tests of the faults. */
@NullMarked
package io.storestream.testing.fault;

import org.jspecify.annotations.NullMarked;

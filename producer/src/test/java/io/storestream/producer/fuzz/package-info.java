/** Fuzz tests of files. */
@NullMarked
package io.storestream.producer.fuzz;

import org.jspecify.annotations.NullMarked;

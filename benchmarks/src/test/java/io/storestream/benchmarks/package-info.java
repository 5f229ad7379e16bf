/** Tests of {@code benchmark}. */
@NullMarked
package io.storestream.quickstart.benchmark;

import org.jspecify.annotations.NullMarked;

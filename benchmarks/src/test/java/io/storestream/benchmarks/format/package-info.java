@NullMarked
package io.storestream.benchmarks.format;

import org.jspecify.annotations.NullMarked;

/** Tests that each benchmark returns what it should. */
@NullMarked
package io.storestream.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

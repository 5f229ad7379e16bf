/** Tests of the option {@code --explain}. */
@NullMarked
package io.storestream.producer.explain;

import org.jspecify.annotations.NullMarked;

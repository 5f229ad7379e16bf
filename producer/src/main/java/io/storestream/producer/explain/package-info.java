/** Says how files are read before anything is published: {@code Explanation}. */
@NullMarked
package io.storestream.producer.explain;

import org.jspecify.annotations.NullMarked;

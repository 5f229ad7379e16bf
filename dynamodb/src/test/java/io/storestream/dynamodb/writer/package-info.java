@NullMarked
package io.storestream.ingester.writer;

import org.jspecify.annotations.NullMarked;

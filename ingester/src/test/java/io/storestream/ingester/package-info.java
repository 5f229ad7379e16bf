@NullMarked
package io.storestream.ingester;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.storestream.ingester.verify;

import org.jspecify.annotations.NullMarked;

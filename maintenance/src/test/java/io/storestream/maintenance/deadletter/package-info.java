@NullMarked
package io.storestream.ingester.deadletter;

import org.jspecify.annotations.NullMarked;

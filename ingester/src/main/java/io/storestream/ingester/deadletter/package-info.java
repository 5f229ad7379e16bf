/** What can't be applied: its form in the dead-letter topic, and how it gets there. */
@NullMarked
package io.storestream.ingester.deadletter;

import org.jspecify.annotations.NullMarked;

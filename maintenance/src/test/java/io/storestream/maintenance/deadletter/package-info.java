@NullMarked
package io.storestream.maintenance.deadletter;

import org.jspecify.annotations.NullMarked;

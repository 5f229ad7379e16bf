@NullMarked
package io.storestream.kafka;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.storestream.formats.record.debezium;

import org.jspecify.annotations.NullMarked;

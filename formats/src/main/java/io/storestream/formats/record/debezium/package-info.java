/**
 * Rows of databases, as Debezium's connectors publish them in JSON. Start at {@link
 * io.storestream.formats.record.debezium.DebeziumDecoder}.
 */
@NullMarked
package io.storestream.formats.record.debezium;

import org.jspecify.annotations.NullMarked;

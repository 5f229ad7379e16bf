/**
 * A real PostgreSQL whose changes Debezium's connector streams into the embedded broker. Start at
 * {@link io.storestream.testing.postgres.StoreDatabase}.
 */
@NullMarked
package io.storestream.testing.postgres;

import org.jspecify.annotations.NullMarked;

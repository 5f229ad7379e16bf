/**
 * A Kafka broker and a DynamoDB inside this JVM, for the demo, for tests and for measuring: nothing
 * to install, no containers, nothing listening beyond the loopback interface.
 *
 * <p>{@link io.storestream.localstack.EmbeddedKafka} and {@link
 * io.storestream.localstack.EmbeddedDynamoDb} are the way in, {@link
 * io.storestream.localstack.SharedBackends} for tests. Neither is meant for production: one node,
 * no replication, no access control.
 */
@NullMarked
package io.storestream.localstack;

import org.jspecify.annotations.NullMarked;

/**
 * A Kafka broker and a DynamoDB inside this JVM, for the demo, tests and measurements. They need no
 * installation and no containers, and listen on the loopback interface only.
 *
 * <p>Start at {@link io.storestream.localstack.EmbeddedKafka} and {@link
 * io.storestream.localstack.EmbeddedDynamoDb}; tests use {@link
 * io.storestream.localstack.SharedBackends}. Neither is meant for production: one node, no
 * replication, no access control.
 */
@NullMarked
package io.storestream.localstack;

import org.jspecify.annotations.NullMarked;

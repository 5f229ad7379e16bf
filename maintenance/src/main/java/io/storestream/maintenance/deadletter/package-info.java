/**
 * The dead-letter topic for people: what is in it and why, and how to publish it again. Start at
 * {@link io.storestream.ingester.deadletter.DlqCommand}; what a dead letter looks like is in {@link
 * io.storestream.ingester.deadletter.DeadLetterHeaders}.
 */
@NullMarked
package io.storestream.ingester.deadletter;

import org.jspecify.annotations.NullMarked;

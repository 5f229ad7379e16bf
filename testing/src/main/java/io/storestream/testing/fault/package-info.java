/**
 * Faults between the ingester and DynamoDB. Start at {@link
 * io.storestream.testing.fault.FaultProxy}.
 */
@NullMarked
package io.storestream.testing.fault;

import org.jspecify.annotations.NullMarked;

/**
 * The whole path under faults: what is between the writer and DynamoDB fails on purpose. Start at
 * {@link io.storestream.quickstart.soak.FaultProxy}.
 */
@NullMarked
package io.storestream.quickstart.soak;

import org.jspecify.annotations.NullMarked;

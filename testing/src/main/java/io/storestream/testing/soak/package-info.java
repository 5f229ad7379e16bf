/**
 * {@code soak} publishes changes for minutes while processes are killed and requests fail, and
 * audits the result. Start at {@link io.storestream.testing.soak.SoakCommand}.
 */
@NullMarked
package io.storestream.testing.soak;

import org.jspecify.annotations.NullMarked;

/**
 * What an application remembers of itself, so that a start can tell whether its topics, its tables
 * and its local state are those that it had before. Start at {@link
 * io.storestream.ingester.identity.ApplicationIdentity}.
 */
@NullMarked
package io.storestream.ingester.identity;

import org.jspecify.annotations.NullMarked;

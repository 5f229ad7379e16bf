/**
 * The identity of an application: the IDs of its topics, tables and local state, by which a start
 * detects that one of them was lost or exchanged. Start at {@link
 * io.storestream.ingester.identity.ApplicationIdentity}.
 */
@NullMarked
package io.storestream.ingester.identity;

import org.jspecify.annotations.NullMarked;

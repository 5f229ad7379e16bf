/**
 * What a store, a change of it and its version are, where a store lies in the hierarchy, and how
 * all of it looks as JSON. Depends on Jackson only; start at {@link
 * io.storestream.model.StoreChange}.
 */
@NullMarked
package io.storestream.model;

import org.jspecify.annotations.NullMarked;

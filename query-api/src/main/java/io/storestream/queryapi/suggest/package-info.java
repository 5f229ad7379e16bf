/**
 * Finds what was probably meant by the name of a location that nobody has. Start at {@link
 * io.storestream.queryapi.suggest.Suggestions}.
 */
@NullMarked
package io.storestream.queryapi.suggest;

import org.jspecify.annotations.NullMarked;

/**
 * Countries, places and languages of generated stores. Start at {@link
 * io.storestream.quickstart.generate.geography.Gazetteer}.
 */
@NullMarked
package io.storestream.quickstart.generate.geography;

import org.jspecify.annotations.NullMarked;

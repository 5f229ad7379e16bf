/**
 * Points, windows and geohash cells of the Earth's surface, and the distances between them. Start
 * at {@link io.storestream.model.geo.Cell}.
 */
@NullMarked
package io.storestream.model.geo;

import org.jspecify.annotations.NullMarked;

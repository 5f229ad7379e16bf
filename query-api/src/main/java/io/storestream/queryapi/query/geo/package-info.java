/**
 * Finds stores near a point and in a window, and counts them by cells of a geohash. Start at {@link
 * io.storestream.queryapi.query.geo.GeoReader}.
 */
@NullMarked
package io.storestream.queryapi.query.geo;

import org.jspecify.annotations.NullMarked;

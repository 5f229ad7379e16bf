@NullMarked
package io.storestream.queryapi.query.geo;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.storestream.model.geo;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.storestream.queryapi.route;

import org.jspecify.annotations.NullMarked;

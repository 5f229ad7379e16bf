@NullMarked
package io.storestream.queryapi.query;

import org.jspecify.annotations.NullMarked;

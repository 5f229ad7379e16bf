@NullMarked
package io.storestream.queryapi.suggest;

import org.jspecify.annotations.NullMarked;

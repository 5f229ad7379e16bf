@NullMarked
package io.storestream.table;

import org.jspecify.annotations.NullMarked;

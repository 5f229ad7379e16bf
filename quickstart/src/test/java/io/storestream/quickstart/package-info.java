@NullMarked
package io.storestream.quickstart;

import org.jspecify.annotations.NullMarked;

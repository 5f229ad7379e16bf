@NullMarked
package io.storestream.quickstart.soak;

import org.jspecify.annotations.NullMarked;

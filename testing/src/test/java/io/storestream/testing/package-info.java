/** Rules between the modules. */
@NullMarked
package io.storestream.testing;

import org.jspecify.annotations.NullMarked;
